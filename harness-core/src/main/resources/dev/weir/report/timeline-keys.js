/* Choosing: by button, by key, by click. */
function select(at) {
  chosen.at = Math.max(0, Math.min(columns().length - 1, at));
  const left = chosen.at * chosen.width;
  const room = strip.clientWidth - GUTTER;
  if (left < strip.scrollLeft || left + chosen.width > strip.scrollLeft + room) strip.scrollLeft = left - room / 2 + chosen.width / 2;
  show();
  byId('said').textContent = inWords(columns()[chosen.at]) + '. ' + (chosen.at + 1) + ' of ' + columns().length;
}
function show() {
  byId('position').textContent = (chosen.at + 1).toLocaleString('en') + ' of ' + columns().length.toLocaleString('en');
  byId('previous').disabled = byId('first').disabled = chosen.at === 0;
  byId('next').disabled = byId('last').disabled = chosen.at === columns().length - 1;
  drawStrip();
  moveWindow();
  showDetails();
  showMoments();
}
function trouble(step) {
  const list = columns();
  for (let n = 1; n <= list.length; n++) {
    const at = (chosen.at + step * n + list.length * n) % list.length;
    const i = ((chosen.at + step * n) % list.length + list.length) % list.length;
    if (at >= 0 && isTrouble(list[i])) return select(i);
  }
  return undefined;
}
function zoom(factor) { zoomTo(chosen.width * factor); }
function zoomTo(width) {
  chosen.width = Math.max(3, Math.min(220, width));
  drawStrip();
  drawOverview();
  strip.scrollLeft = chosen.at * chosen.width - (strip.clientWidth - GUTTER) / 2;
  drawStrip();
  moveWindow();
}
function filter(text) {
  chosen.filter = text.trim().toLowerCase();
  const found = chosen.filter ? columns().filter(matches).length : 0;
  byId('matches').textContent = chosen.filter ? plural(found, 'batch').replace(/batchs$/, 'batches') + ' with it' : '';
  show();
}
function chooseQuery(i) {
  chosen.query = i;
  const q = query();
  byId('query-facts').textContent = q.mode + ' mode, sink ' + q.sink + ', ' + q.trigger;
  const list = columns();
  const empty = list.length === 0;
  for (const id of ['strip', 'details', 'all', 'legend']) byId(id).hidden = empty;
  if (empty) return;
  const worst = list.findLastIndex((m) => m.k === 'assertion' || m.k === 'failure');
  chosen.at = worst >= 0 ? worst : list.length - 1;
  layOut();
  legend();
  chosen.width = Math.max(72, fitWidth());
  drawStrip();
  drawOverview();
  select(chosen.at);
  byId('trouble').disabled = !list.some(isTrouble);
}
function legend() {
  const list = columns();
  const mark = (draw, text) => { const root = svg('svg', { width: 18, height: 18, 'aria-hidden': 'true' }); root.append(draw); return el('span', {}, root, text); };
  const ring = (css) => svg('circle', { class: css, cx: 9, cy: 9, r: 7 });
  const has = (test) => list.some(test);
  const items = [mark(ring('marble'), 'batch with new data')];
  if (has((m) => m.data === false)) items.push(mark(ring('marble empty'), 'batch without new data'));
  if (has((m) => m.done === false)) items.push(mark(ring('marble undone'), 'batch that was not committed'));
  if (has((m) => m.replay)) items.push(mark(svg('g', {}, svg('circle', { class: 'marble', cx: 9, cy: 9, r: 4 }), ring('ring')), 'replayed batch'));
  if (has((m) => m.idle)) items.push(mark(svg('path', { class: 'tick', d: 'M9 3v12' }), 'trigger with nothing to do'));
  if (has((m) => m.k === 'crash' || m.k === 'failure')) items.push(mark(svg('path', { class: 'trouble', d: 'M4 4l10 10m0 -10l-10 10' }), 'crash or failure'));
  if (has((m) => m.k === 'assertion')) items.push(mark(svg('path', { class: 'trouble-fill', d: 'M9 2l7 13h-14z' }), 'failed assertion'));
  if (has((m) => m.e0 !== undefined)) items.push(mark(svg('path', { class: 'range', d: 'M9 2v14M5 2h8M5 16h8' }), 'event times of the batch’s rows'));
  if (has((m) => m.w !== undefined)) items.push(mark(svg('path', { class: 'water', d: 'M1 13h8v-7h8' }), 'watermark'));
  if (has((m) => m.late > 0)) items.push(mark(svg('path', { class: 'late', d: 'M9 2l7 7l-7 7l-7 -7z' }), 'late row'));
  PHASES.forEach((phase, i) => { if (has((m) => m.phases && m.phases.some((p) => p[0] === phase))) items.push(mark(svg('rect', { class: 'phase phase' + i, x: 2, y: 2, width: 14, height: 14 }), phase)); });
  byId('legend').replaceChildren(...items);
}
const KEYS = {
  ArrowLeft: () => select(chosen.at - 1), ArrowRight: () => select(chosen.at + 1), Home: () => select(0), End: () => select(columns().length - 1),
  n: () => trouble(1), p: () => trouble(-1), '+': () => zoom(1.5), '=': () => zoom(1.5), '-': () => zoom(1 / 1.5), 0: () => zoomTo(fitWidth()),
  '/': () => byId('filter').focus(),
};
function start() {
  if (!run.queries.length) return;
  byId('run').hidden = byId('details').hidden = byId('all').hidden = false;
  run.queries.forEach((q, i) => byId('query').append(el('option', { value: i }, q.name)));
  byId('query-label').hidden = run.queries.length < 2;
  byId('query').addEventListener('change', (event) => chooseQuery(Number(event.target.value)));
  const on = (id, action) => byId(id).addEventListener('click', action);
  on('first', KEYS.Home); on('previous', KEYS.ArrowLeft); on('next', KEYS.ArrowRight); on('last', KEYS.End);
  on('trouble', KEYS.n); on('in', KEYS['+']); on('out', KEYS['-']); on('fit', KEYS[0]);
  byId('filter').addEventListener('input', (event) => filter(event.target.value));
  strip.addEventListener('scroll', () => requestAnimationFrame(() => { drawStrip(); moveWindow(); }), { passive: true });
  strip.addEventListener('click', (event) => {
    const column = event.target.closest('[data-at]');
    if (column) select(Number(column.getAttribute('data-at')));
  });
  new ResizeObserver(() => { drawStrip(); drawOverview(); }).observe(strip);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && chosen.filter) { byId('filter').value = ''; filter(''); strip.focus(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
    if (event.target.closest('.scroll, pre') && event.key.startsWith('Arrow')) return;
    const action = KEYS[event.key];
    if (action && columns().length) { event.preventDefault(); action(); }
  });
  const failed = run.queries.findIndex((q) => q.columns_.some((m) => m.k === 'assertion' || m.k === 'failure'));
  byId('query').value = String(Math.max(0, failed));
  chooseQuery(Math.max(0, failed));
  document.documentElement.dataset.ready = 'true';
}
start();
