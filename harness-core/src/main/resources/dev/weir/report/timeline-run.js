'use strict';
/* The run as the page knows it, and what is chosen of it. Everything from the data goes into the page as text nodes. */
const run = JSON.parse(document.getElementById('data').textContent);
const chosen = { query: 0, at: 0, width: 72, filter: '', keys: null };
const byId = (id) => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';

function el(name, attributes, ...children) {
  const node = document.createElement(name);
  return fill(node, attributes, children);
}
function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  return fill(node, attributes, children);
}
function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}
const plural = (n, word) => n.toLocaleString('en') + ' ' + word + (n === 1 ? '' : 's');
const iso = (ms) => new Date(ms).toISOString();
const duration = (ms) => (ms >= 1000 ? (ms / 1000).toFixed(2) + ' s' : ms >= 10 ? Math.round(ms) + ' ms' : ms + ' ms');
function bytes(n) {
  return n >= 1048576 ? (n / 1048576).toFixed(1) + ' MiB' : n >= 1024 ? (n / 1024).toFixed(1) + ' KiB' : n + ' B';
}

/* A trigger that found nothing to do is no column of its own, but a tick behind the one before it. */
for (const query of run.queries) {
  query.columns_ = [];
  query.idleFirst = 0;
  for (const moment of query.moments) {
    if (moment.k !== 'idle') query.columns_.push(Object.assign(moment, { idle: 0 }));
    else if (query.columns_.length) query.columns_[query.columns_.length - 1].idle++;
    else query.idleFirst++;
  }
  query.keyColumns = query.keys.map((key) => query.columns.indexOf(key)).filter((i) => i >= 0);
}
const query = () => run.queries[chosen.query];
const columns = () => query().columns_;
const isTrouble = (m) => m.k === 'crash' || m.k === 'failure' || m.k === 'assertion' || m.late > 0;

function name(moment) {
  switch (moment.k) {
    case 'batch': return 'Batch ' + moment.id + (moment.replay ? ', replayed' : '') + (moment.done ? '' : ', not committed');
    case 'crash': return 'Crash';
    case 'restart': return 'Restart';
    case 'failure': return 'The query failed';
    default: return 'Failed assertion';
  }
}
function inWords(moment) {
  if (moment.k !== 'batch') return name(moment) + (moment.text ? ': ' + moment.text.split('\n')[0] : '');
  const parts = [plural(moment.in, 'row') + ' in', moment.out + ' emitted'];
  if (!moment.data) parts.unshift('no new data');
  if (moment.late) parts.push(moment.late + ' late');
  if (moment.w !== undefined) parts.push('watermark ' + iso(moment.w));
  return name(moment) + ': ' + parts.join(', ');
}

/* Filtering: a row is one that has the text in any of its cells. */
function rowMatches(cells) {
  return chosen.filter === '' || cells.some((cell) => cell !== null && cell.toLowerCase().includes(chosen.filter));
}
function matches(moment) {
  if (chosen.filter === '') return true;
  if (moment.k !== 'batch') return false;
  return (moment.rows || []).some(rowMatches)
    || moment.inputs.some((input) => input.rows.some((row) => rowMatches([row])))
    || moment.lateRows.some((late) => rowMatches([late.row]));
}

/* The table that a reader of the sink has after a moment. It goes on from where it was asked for last. */
const folding = { query: -1, keys: '', at: -1, rows: new Map(), from: null };
function foldTo(at) {
  const q = query();
  const keys = q.keyColumns.join();
  if (folding.query !== chosen.query || folding.keys !== keys || folding.at > at) {
    Object.assign(folding, { query: chosen.query, keys, at: -1, rows: new Map(), from: null });
  }
  for (const row of folding.rows.values()) { row.mark = ''; row.was = null; }
  for (let i = folding.at + 1; i <= at; i++) foldIn(columns()[i], q, i === at);
  folding.at = at;
  return folding;
}
function foldIn(moment, q, isLast) {
  if (moment.k !== 'batch') return;
  if (moment.rows === null || moment.rows.length < moment.out) folding.from = moment.id + 1;
  const rows = moment.rows || [];
  const before = folding.rows;
  if (moment.mode === 'complete') folding.rows = new Map();
  for (const cells of rows) {
    const key = moment.mode === 'append' ? String(folding.rows.size) : JSON.stringify(q.keyColumns.map((c) => cells[c]));
    let unique = key;
    while (moment.mode === 'complete' && folding.rows.has(unique)) unique += '+';
    const old = before.get(unique);
    const same = old && JSON.stringify(old.cells) === JSON.stringify(cells);
    const mark = !isLast || (same && moment.mode === 'complete') ? '' : old && moment.mode !== 'append' ? 'changed' : 'new';
    folding.rows.set(unique, { cells, mark, was: mark === 'changed' && !same ? old.cells : null });
  }
}
