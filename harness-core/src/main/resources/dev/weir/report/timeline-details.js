/* What is known of the selected moment, and the table of all of them. */
const MANY = 200;
const PAGE = 50;

function cell(value) { return value === null ? el('td', { class: 'null' }, 'null') : el('td', { dir: 'auto' }, value); }
function card(heading, ...content) { return el('div', { class: 'card' }, el('h3', {}, heading), ...content); }

/* A table of rows that shows some, and more on request. */
function rowsTable(caption, heads, rows, line) {
  const shown = rows.filter((row) => rowMatches(row.cells));
  const body = el('tbody');
  const more = el('button', { type: 'button' });
  let n = 0;
  const add = () => {
    for (const row of shown.slice(n, n + MANY)) body.append(line(row));
    n = Math.min(shown.length, n + MANY);
    more.textContent = plural(shown.length - n, 'more row');
    more.hidden = n === shown.length;
  };
  add();
  more.addEventListener('click', add);
  const found = chosen.filter ? '; ' + shown.length + ' of ' + rows.length + ' match the filter' : '';
  return [el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    el('table', {}, el('caption', {}, caption + found), el('thead', {}, el('tr', {}, heads.map((h) => el('th', { scope: 'col' }, h)))), body)), more];
}
const plain = (row) => el('tr', {}, row.cells.map(cell));

function showDetails() {
  const moment = columns()[chosen.at];
  const box = byId('details');
  box.replaceChildren(el('div', { class: 'head' }, el('h2', { id: 'details-heading' }, name(moment)), ...chips(moment)));
  if (moment.k === 'batch') box.append(facts(moment));
  else if (moment.text && byId('why') && byId('why').textContent === moment.text) box.append(el('p', {}, 'Its text is above, under ', el('a', { href: '#why-heading' }, 'Why it failed'), '. It looked at: ' + moment.where));
  else if (moment.text) box.append(el('pre', { class: moment.k === 'restart' ? '' : 'message', tabindex: 0 }, moment.text));
  if (moment.of !== undefined) box.append(el('p', {}, 'It looked at ', jump(columns().findLastIndex((m, i) => i <= chosen.at && m.k === 'batch' && m.id === moment.of), 'batch ' + moment.of), '.'));
  const cards = el('div', { class: 'cards' });
  if (moment.k === 'batch') cards.append(...batchCards(moment));
  cards.append(tableCard());
  box.append(cards);
}
function jump(at, text) {
  const button = el('button', { type: 'button', disabled: at < 0 }, text);
  button.addEventListener('click', () => select(at));
  return button;
}
function chips(moment) {
  const texts = [];
  if (moment.k === 'batch') {
    if (!moment.data) texts.push('○ no new data');
    if (moment.replay) texts.push('◎ replayed: the sink had received it before');
    if (!moment.done) texts.push('◌ not committed');
  }
  const all = texts.map((text) => el('span', { class: 'chip' }, text));
  if (moment.late) all.push(el('span', { class: 'chip bad' }, '◆ ' + plural(moment.late, 'late row') + ' dropped'));
  return all;
}
function facts(moment) {
  const list = [];
  const fact = (term, text) => list.push(el('div', {}, el('dt', {}, term), el('dd', {}, text)));
  if (moment.done) {
    fact('Step', moment.step + ' (call ' + moment.sn + ')');
    fact('Processing time', iso(moment.t));
    fact('Watermark', moment.w === undefined ? 'none' : iso(moment.w));
    if (moment.e0 !== undefined) fact('Event times', moment.e0 === moment.e1 ? iso(moment.e0) : iso(moment.e0) + ' to ' + iso(moment.e1));
    fact('Rows in', moment.in.toLocaleString('en'));
  }
  fact('Emitted', moment.out.toLocaleString('en') + ' in ' + moment.mode + ' mode');
  if (moment.done) {
    fact('Trigger took', duration(moment.ms));
    fact('Triggers with nothing to do after it', String(moment.idle));
  }
  return el('dl', {}, list);
}
function batchCards(moment) {
  const cards = [];
  for (const input of moment.inputs) {
    const shown = input.rows.length < input.count ? (input.rows.length ? 'the first ' + input.rows.length + ' of ' : 'not kept: ') : '';
    cards.push(card('Brought by ' + input.input, ...(input.rows.length
      ? rowsTable(shown + plural(input.count, 'row'), ['row'], input.rows.map((row) => ({ cells: [row] })), plain)
      : [el('p', { class: 'muted' }, input.count === 0 ? 'Nothing.' : plural(input.count, 'row') + ', which this page does not have.')])));
  }
  const emitted = moment.rows === null
    ? [el('p', { class: 'muted' }, plural(moment.out, 'row') + ', left out of this page.')]
    : moment.out === 0 ? [el('p', { class: 'muted' }, 'Nothing.')]
      : rowsTable((moment.rows.length < moment.out ? 'the first ' + moment.rows.length + ' of ' : '') + plural(moment.out, 'row'), query().columns, moment.rows.map((cells) => ({ cells })), plain);
  cards.push(card('Emitted in ' + moment.mode + ' mode', ...emitted));
  if (moment.lateRows.length) {
    cards.push(card('◆ Late rows', ...rowsTable('dropped, since they were behind the watermark', ['event time', 'row', 'operator'],
      moment.lateRows.map((l) => ({ cells: [l.e === undefined ? 'unknown' : iso(l.e), l.row, String(l.op)] })), plain)));
  }
  if (moment.state.length) {
    cards.push(card('State', table('after the batch', ['operator', 'rows', 'memory', 'updated', 'removed', 'late'],
      moment.state.map(([operator, rows, memory, updated, removed, late]) => [operator, rows, bytes(memory), updated, removed, late]))));
  }
  if (moment.phases.length) {
    cards.push(card('Durations', table('on the wall', ['phase', 'took'], moment.phases.map(([phase, ms]) => [phase, duration(ms)]))));
  }
  return cards;
}
function table(caption, heads, rows) {
  return el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption }, el('table', {}, el('caption', {}, caption),
    el('thead', {}, el('tr', {}, heads.map((h, i) => el('th', { scope: 'col', class: i ? 'number' : '' }, h)))),
    el('tbody', {}, rows.map((row) => el('tr', {}, row.map((value, i) => (i ? el('td', { class: 'number' }, String(value)) : el('th', { scope: 'row' }, String(value)))))))));
}

/* The change log folded into the table, as it is after the selected moment. */
function tableCard() {
  const q = query();
  const folded = foldTo(chosen.at);
  const rows = [...folded.rows.values()];
  if (q.mode === 'append') rows.reverse();
  const content = [];
  if (q.mode === 'update') content.push(keyChoice(q));
  if (folded.from !== null) content.push(el('p', { class: 'note' }, 'Rows before batch ' + folded.from + ' are not on this page, and so not in this table.'));
  const caption = plural(rows.length, 'row') + (q.mode === 'append' ? ', the newest first' : q.mode === 'update' ? ', the latest of each key' : ', the last snapshot') + (columns().some((m) => m.k === 'restart') ? ', restarts included' : '');
  content.push(...(rows.length ? rowsTable(caption, ['', ...q.columns], rows, marked) : [el('p', { class: 'muted' }, 'No rows yet.')]));
  const box = card('The table a reader of the sink has now', ...content);
  box.classList.add('wide');
  box.id = 'table';
  return box;
}
function marked(row) {
  const mark = row.mark === 'new' ? '+ new' : row.mark === 'changed' ? '~ ' + (row.was ? 'changed' : 'written again') : '';
  return el('tr', { class: row.mark }, el('td', { class: 'mark' }, mark), row.cells.map((value, i) => {
    const td = cell(value);
    if (row.was && row.was[i] !== value) td.append(' ', el('span', { class: 'muted' }, '(was ' + row.was[i] + ')'));
    return td;
  }));
}
function keyChoice(q) {
  const set = el('fieldset', {}, el('legend', {}, q.keysAsked ? 'Key, as the test asked for' : 'Key; the test has not said it'));
  q.columns.slice(0, 12).forEach((column, i) => {
    const box = el('input', { type: 'checkbox' });
    box.checked = q.keyColumns.includes(i);
    box.addEventListener('change', () => {
      q.keyColumns = q.keyColumns.filter((c) => c !== i).concat(box.checked ? [i] : []).sort((a, b) => a - b);
      showDetails();
    });
    set.append(el('label', {}, box, ' ', column));
  });
  return set;
}

/* All moments as a table, a page of them around the selected one. */
function showMoments() {
  const list = columns();
  const from = Math.floor(chosen.at / PAGE) * PAGE;
  const to = Math.min(list.length, from + PAGE);
  const body = el('tbody');
  for (let i = from; i < to; i++) body.append(momentLine(list[i], i));
  const heads = ['moment', 'rows in', 'emitted', 'late', 'watermark', 'state rows', 'took'];
  byId('moments').replaceChildren(
    el('div', { class: 'scroll' }, el('table', {}, el('caption', {}, (from + 1) + ' to ' + to + ' of ' + list.length),
      el('thead', {}, el('tr', {}, heads.map((h, i) => el('th', { scope: 'col', class: i ? 'number' : '' }, h)))), body)),
    el('p', { class: 'group' }, jumpPage('Earlier moments', from - PAGE, from > 0), jumpPage('Later moments', to, to < list.length)));
}
function jumpPage(text, at, possible) {
  const button = el('button', { type: 'button', disabled: !possible }, text);
  button.addEventListener('click', () => select(Math.max(0, at)));
  return button;
}
function momentLine(m, i) {
  const button = jump(i, name(m) + (m.k === 'batch' && !m.data ? ', no new data' : ''));
  const line = el('tr', { class: i === chosen.at ? 'here' : '', 'aria-current': i === chosen.at ? 'true' : undefined }, el('th', { scope: 'row' }, button));
  if (m.k !== 'batch') {
    line.append(el('td', { colspan: 6 }, (m.text || '').split('\n')[0]));
    return line;
  }
  const state = m.state.reduce((n, s) => n + s[1], 0);
  for (const value of [m.in, m.out, m.late, m.w === undefined ? 'none' : iso(m.w), m.state.length ? state : '–', m.done ? duration(m.ms) : '–']) {
    line.append(el('td', { class: 'number' }, typeof value === 'number' ? value.toLocaleString('en') : value));
  }
  return line;
}
