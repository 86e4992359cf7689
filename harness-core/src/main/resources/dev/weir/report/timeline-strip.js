/* The picture: lanes one below the other, of which only the columns in sight are drawn. */
const GUTTER = 156;
const strip = byId('strip');
let lanes = [];
let picture = null;

function layOut() {
  const q = query();
  const list = columns();
  const batches = list.filter((m) => m.k === 'batch');
  const most = (of) => batches.reduce((max, m) => Math.max(max, of(m)), 1);
  lanes = [];
  let y = 6;
  const lane = (label, height, draw, extra) => { lanes.push(Object.assign({ label, y, height, draw }, extra)); y += height; };
  lane('steps', 24, drawStep);
  lane('batches', 46, drawMarble);
  const brought = (m, input) => m.inputs.filter((i) => i.input === input).reduce((n, i) => n + i.count, 0);
  for (const input of q.inputs) {
    lane(shortName(input), 44, drawBar, { css: 'in', of: (m) => brought(m, input), max: most((m) => brought(m, input)) });
  }
  lane('emitted (' + q.mode + ')', 44, drawBar, { css: 'out', of: (m) => m.out, max: most((m) => m.out) });
  const times = batches.flatMap((m) => [m.w, m.e0, m.e1, ...m.lateRows.map((l) => l.e)]).filter((t) => t !== undefined);
  if (times.length) {
    const least = times.reduce((a, b) => Math.min(a, b));
    const greatest = times.reduce((a, b) => Math.max(a, b));
    lane('event time', 150, drawEventTime, { least, span: Math.max(1, greatest - least), ticks: ticks(least, greatest) });
  }
  q.operators.forEach((operator, i) => {
    const of = (m) => (m.state[i] ? m.state[i][1] : 0);
    lane('state ' + operator, 50, drawState, { operator: i, of, max: most(of) });
  });
  const took = (m) => m.phases.reduce((sum, p) => sum + p[1], 0);
  if (batches.some((m) => m.phases.length)) lane('duration', 58, drawPhases, { took, max: most(took) });
  lanes.height = y + 4;
}
function shortName(input) {
  const quoted = /'([^']+)'/.exec(input);
  return 'in: ' + (quoted ? quoted[1] : input);
}
function ticks(least, greatest) {
  const day = (t) => iso(t).slice(0, 10);
  const text = (t) => (day(least) === day(greatest) ? iso(t).slice(11, 23).replace(/\.000$/, '').replace(/^(..:..):00$/, '$1') : iso(t).slice(0, 16).replace('T', ' '));
  const all = least === greatest ? [least] : [least, (least + greatest) / 2, greatest];
  return all.map((t) => [t, text(t)]);
}

function fitWidth() { return Math.min(110, Math.max(3, (strip.clientWidth - GUTTER - 4) / Math.max(1, columns().length))); }
function x(i) { return GUTTER + i * chosen.width - strip.scrollLeft; }

function drawStrip() {
  const list = columns();
  const width = strip.clientWidth;
  byId('room').style.width = Math.ceil(GUTTER + list.length * chosen.width + 2) + 'px';
  const from = Math.max(0, Math.floor(strip.scrollLeft / chosen.width) - 1);
  const to = Math.min(list.length, Math.ceil((strip.scrollLeft + width - GUTTER) / chosen.width) + 1);
  const root = svg('svg', { width, height: lanes.height, role: 'img', 'aria-labelledby': 'picture-title picture-description' },
    svg('title', { id: 'picture-title' }, 'The run of query ' + query().name),
    svg('desc', { id: 'picture-description' }, plural(list.length, 'moment') + ', ' + (from + 1) + ' to ' + to + ' in sight. Selected: ' + inWords(list[chosen.at])),
    patterns());
  root.append(svg('rect', { class: 'band', x: x(chosen.at), y: 0, width: chosen.width, height: lanes.height }));
  for (const lane of lanes) {
    root.append(svg('line', { class: 'grid', x1: 0, x2: width, y1: lane.y + lane.height, y2: lane.y + lane.height }));
    for (const [t] of lane.ticks || []) root.append(svg('line', { class: 'grid', x1: GUTTER, x2: width, y1: timeY(lane, t), y2: timeY(lane, t), 'stroke-dasharray': '2 4' }));
  }
  for (let i = from; i < to; i++) root.append(drawColumn(list[i], i));
  for (const lane of lanes) if (lane.draw === drawEventTime) root.append(water(lane, from, to));
  root.append(svg('rect', { class: 'gutter', x: 0, y: 0, width: GUTTER - 4, height: lanes.height }));
  for (const lane of lanes) {
    root.append(...label(lane));
    for (const [t, text] of lane.ticks || []) root.append(svg('text', { class: 'muted small', x: GUTTER - 8, y: timeY(lane, t) + 4, 'text-anchor': 'end' }, text));
  }
  if (picture) picture.replaceWith(root); else strip.append(root);
  picture = root;
}
function label(lane) {
  const short = lane.label.length > 22 ? lane.label.slice(0, 21) + '…' : lane.label;
  const top = lane.ticks ? lane.y + lane.height / 4 + 4 : lane.y + lane.height / 2 + 4;
  return [svg('text', { class: 'label', x: 8, y: top }, short, svg('title', {}, lane.label))];
}
function patterns() {
  return svg('defs', {},
    svg('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, svg('line', { class: 'hatch', x1: 0, y1: 0, x2: 0, y2: 6 })),
    svg('pattern', { id: 'dots', width: 5, height: 5, patternUnits: 'userSpaceOnUse' }, svg('circle', { class: 'speck', cx: 2, cy: 2, r: 1.2 })),
    svg('pattern', { id: 'rows', width: 6, height: 5, patternUnits: 'userSpaceOnUse' }, svg('line', { class: 'hatch', x1: 0, y1: 2, x2: 6, y2: 2 })));
}
function drawColumn(moment, i) {
  const left = x(i);
  const group = svg('g', { class: 'column' + (matches(moment) ? '' : ' dim'), 'data-at': i }, svg('title', {}, inWords(moment)));
  group.append(svg('rect', { x: left, y: 0, width: chosen.width, height: lanes.height, fill: 'transparent' }));
  if (chosen.filter && matches(moment)) group.append(svg('path', { class: 'match', d: `M${left + chosen.width / 2 - 5} 26h10l-5 7z` }));
  if (moment.k === 'crash' || moment.k === 'failure' || moment.k === 'assertion') {
    const middle = left + chosen.width / 2;
    group.append(svg('line', { class: 'fault-line', x1: middle, x2: middle, y1: 82, y2: lanes.height }));
  }
  for (const lane of lanes) {
    if (moment.k === 'batch' || lane.draw === drawMarble) lane.draw(group, lane, moment, left, i);
  }
  return group;
}
function drawStep(group, lane, moment, left, i) {
  const before = columns()[i - 1];
  const after = columns()[i + 1];
  const begins = !before || before.sn !== moment.sn;
  const ends = !after || after.sn !== moment.sn;
  const pad = Math.min(6, chosen.width / 6);
  const from = left + (begins ? pad : 0);
  const to = left + chosen.width - (ends ? pad : 0);
  group.append(svg('path', { class: 'bracket', d: `${begins ? `M${from} ${lane.y + 22}V` : `M${from} `}${lane.y + 17}H${to}${ends ? `V${lane.y + 22}` : ''}` }));
  if (begins && chosen.width >= 60 && moment.step) {
    let n = 1;
    while (columns()[i + n] && columns()[i + n].sn === moment.sn) n++;
    const room = Math.floor((n * chosen.width - 10) / 6.6);
    const text = moment.step.length > room ? moment.step.slice(0, Math.max(1, room - 1)) + '…' : moment.step;
    group.append(svg('text', { class: 'muted small', x: from + 2, y: lane.y + 12 }, text));
  }
}
function drawMarble(group, lane, moment, left, i) {
  const middle = left + chosen.width / 2;
  const y = lane.y + 23;
  const r = Math.min(13, chosen.width / 2 - 0.5);
  for (let t = 0; t < Math.min(3, moment.idle) && chosen.width >= 40; t++) {
    group.append(svg('line', { class: 'tick', x1: left + chosen.width - 4 - 4 * t, x2: left + chosen.width - 4 - 4 * t, y1: y - 6, y2: y + 6 }, svg('title', {}, plural(moment.idle, 'trigger') + ' with nothing to do')));
  }
  if (moment.k === 'batch') {
    group.append(svg('circle', { class: 'marble' + (moment.done ? (moment.data ? '' : ' empty') : ' undone'), cx: middle, cy: y, r: r - 1 }));
    if (moment.replay) group.append(svg('circle', { class: 'ring', cx: middle, cy: y, r: r + 3 }));
    const digits = String(moment.id);
    if (chosen.width >= 26) {
      const inside = digits.length <= 3;
      group.append(svg('text', { class: (inside ? 'on-marble' : '') + (moment.data && moment.done ? '' : ' dark') + (digits.length > 2 ? ' small' : ''), x: middle, y: inside ? y + 4 : y + 25, 'text-anchor': 'middle' }, digits));
    }
  } else if (moment.k === 'restart') {
    const q = Math.min(9, r);
    group.append(svg('path', { class: 'again', d: `M${middle + q} ${y}A${q} ${q} 0 1 1 ${middle + q * 0.4} ${y - q * 0.9}m${-q * 0.55} ${-q * 0.45}l${q * 0.6} ${q * 0.45}l${-q * 0.4} ${q * 0.65}` }));
    word(group, middle, y, 'restart', 'small');
  } else if (moment.k === 'assertion') {
    group.append(svg('path', { class: 'trouble-fill', d: `M${middle} ${y - r}L${middle + r} ${y + r * 0.75}H${middle - r}z` }));
    if (r > 8) group.append(svg('text', { class: 'on-marble', x: middle, y: y + 7, 'text-anchor': 'middle' }, '!'));
    word(group, middle, y, 'assertion', 'small trouble-text');
  } else {
    const c = Math.min(8, r);
    group.append(svg('path', { class: 'trouble', d: `M${middle - c} ${y - c}l${2 * c} ${2 * c}m0 ${-2 * c}l${-2 * c} ${2 * c}` }));
    word(group, middle, y, moment.k === 'crash' ? 'crash' : 'failed', 'small trouble-text');
  }
}
function word(group, middle, y, text, css) {
  if (chosen.width >= 52) group.append(svg('text', { class: css, x: middle, y: y + 23, 'text-anchor': 'middle' }, text));
}
function drawBar(group, lane, moment, left) {
  const value = lane.of(moment);
  const middle = left + chosen.width / 2;
  const base = lane.y + lane.height - 4;
  const height = value === 0 ? 0 : Math.max(3, (value / lane.max) * (lane.height - 22));
  const width = Math.min(30, chosen.width * 0.7);
  group.append(svg('rect', { class: lane.css, x: middle - width / 2, y: base - height, width, height }));
  if (chosen.width >= 26) group.append(svg('text', { class: value ? 'small' : 'small muted', x: middle, y: base - height - 3, 'text-anchor': 'middle' }, value === 0 ? '0' : value.toLocaleString('en')));
}
function timeY(lane, t) { return lane.y + lane.height - 12 - ((t - lane.least) / lane.span) * (lane.height - 26); }
function drawEventTime(group, lane, moment, left) {
  const middle = left + chosen.width / 2;
  const cap = Math.min(6, chosen.width / 4);
  if (moment.e0 !== undefined) {
    const high = timeY(lane, moment.e1);
    const low = timeY(lane, moment.e0);
    group.append(svg('path', { class: 'range', d: `M${middle} ${low}V${high}M${middle - cap} ${low}h${2 * cap}M${middle - cap} ${high}h${2 * cap}` }, svg('title', {}, 'event times ' + iso(moment.e0) + ' to ' + iso(moment.e1))));
    if (moment.e0 === moment.e1) group.append(svg('circle', { class: 'dot', cx: middle, cy: low, r: 4 }));
  }
  const size = Math.min(7, Math.max(3, chosen.width / 5));
  const seen = new Set();
  for (const late of moment.lateRows) {
    const at = late.e === undefined ? lane.y + lane.height - 8 : timeY(lane, late.e);
    if (seen.has(Math.round(at))) continue;
    seen.add(Math.round(at));
    group.append(svg('path', { class: 'late', d: `M${middle} ${at - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z` }, svg('title', {}, 'late row ' + late.row)));
  }
  if (moment.late && chosen.width >= 48) group.append(svg('text', { class: 'late-text small', x: middle + 10, y: lane.y + lane.height - 4 }, moment.late + ' late'));
}
function water(lane, from, to) {
  let d = '';
  let last = null;
  for (let i = from; i < to; i++) {
    const moment = columns()[i];
    if (moment.k !== 'batch' || moment.w === undefined) { if (moment.k === 'restart') last = null; continue; }
    const y = timeY(lane, moment.w);
    d += (last === null ? 'M' + x(i) : 'H' + x(i) + 'V' + y + 'M' + x(i)) + ' ' + y + 'H' + (x(i) + chosen.width);
    last = y;
  }
  return svg('path', { class: 'water', d }, svg('title', {}, 'watermark'));
}
function drawState(group, lane, moment, left, i) {
  const state = moment.state[lane.operator];
  if (!state) return;
  const base = lane.y + lane.height - 4;
  const y = base - (lane.of(moment) / lane.max) * (lane.height - 22);
  group.append(svg('rect', { class: 'state-fill', x: left, y, width: chosen.width, height: base - y }));
  group.append(svg('path', { class: 'state', d: `M${left} ${y}h${chosen.width}` }, svg('title', {}, plural(state[1], 'row') + ', ' + bytes(state[2]))));
  if (chosen.width >= 26) group.append(svg('text', { class: 'small', x: left + chosen.width / 2, y: y - 3, 'text-anchor': 'middle' }, chosen.width >= 84 ? state[1].toLocaleString('en') + ' · ' + bytes(state[2]) : state[1].toLocaleString('en')));
}
function drawPhases(group, lane, moment, left) {
  const width = Math.min(30, chosen.width * 0.7);
  let y = lane.y + lane.height - 4;
  moment.phases.forEach(([phase, ms]) => {
    const height = (ms / lane.max) * (lane.height - 22);
    y -= height;
    if (height > 0.4) group.append(svg('rect', { class: 'phase phase' + phaseNumber(phase), x: left + (chosen.width - width) / 2, y, width, height }, svg('title', {}, phase + ': ' + duration(ms))));
  });
  if (chosen.width >= 40) group.append(svg('text', { class: 'small muted', x: left + chosen.width / 2, y: y - 3, 'text-anchor': 'middle' }, duration(Math.round(lane.took(moment) * 10) / 10)));
}
const PHASES = ['offset log', 'planning', 'sink write', 'clean up', 'commit log'];
function phaseNumber(phase) { return Math.max(0, PHASES.indexOf(phase)); }

function drawOverview() {
  const box = byId('overview');
  box.replaceChildren();
  const width = strip.clientWidth;
  const list = columns();
  if (list.length * chosen.width <= width - GUTTER) return;
  const bins = Math.min(list.length, Math.floor(width / 2));
  const most = new Array(bins).fill(0);
  list.forEach((m, i) => { const b = Math.floor((i / list.length) * bins); most[b] = Math.max(most[b], m.k === 'batch' ? m.in : 0); });
  const top = most.reduce((a, b) => Math.max(a, b), 1);
  const d = most.map((n, b) => `M${((b + 0.5) / bins) * width} 34v${-(n / top) * 26}`).join('');
  const root = svg('svg', { width, height: 36 }, svg('path', { d, class: 'line-in', 'stroke-width': Math.max(1, width / bins - 1) }));
  let marks = 0;
  list.forEach((m, i) => {
    if (isTrouble(m) && marks++ < 500) {
      const at = (i / list.length) * width;
      root.append(m.late > 0 ? svg('path', { class: 'late', d: `M${at} 1l4 4l-4 4l-4 -4z` }) : svg('path', { class: 'trouble-fill', d: `M${at} 0l5 9h-10z` }));
    }
  });
  root.append(svg('rect', { class: 'window', y: 0.5, height: 35 }));
  root.addEventListener('click', (event) => select(Math.min(list.length - 1, Math.floor((event.offsetX / width) * list.length))));
  box.append(root);
  moveWindow();
}
function moveWindow() {
  const mark = byId('overview').querySelector('.window');
  if (!mark) return;
  const all = columns().length * chosen.width;
  const width = strip.clientWidth;
  mark.setAttribute('x', (strip.scrollLeft / all) * width);
  mark.setAttribute('width', Math.max(4, ((width - GUTTER) / all) * width));
}
