import { byId, make } from './dom.js';
import { hue, nameOf } from './people.js';

const EVERY_MS = 33;
const cursors = new Map();

/** Shows where a peer points: two fractions of the stage, or nothing if it points elsewhere. */
export function point(peer, where) {
  if (!where || !Number.isFinite(where.x) || !Number.isFinite(where.y)) {
    return gone(peer);
  }
  let cursor = cursors.get(peer);
  if (!cursor) {
    cursor = arrow(peer);
    cursors.set(peer, cursor);
    byId('cursors').append(cursor);
  }
  cursor.querySelector('.cursor-name').textContent = nameOf(peer);
  cursor.style.left = `${100 * clamp(where.x)}%`;
  cursor.style.top = `${100 * clamp(where.y)}%`;
}

export function gone(peer) {
  cursors.get(peer)?.remove();
  cursors.delete(peer);
}

const clamp = (fraction) => Math.min(1, Math.max(0, fraction));

function arrow(peer) {
  const cursor = make('div', 'cursor');
  cursor.style.setProperty('--hue', hue(peer));
  cursor.dataset.peer = peer;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M3 2.500 16.500 9l-5.700 1.800L8.300 17Z');
  svg.append(path);
  cursor.append(svg, make('span', 'cursor-name'));
  return cursor;
}

/** Tells where the own pointer is, some thirty times a second at most, the last place always. */
export function follow(tell) {
  const stage = byId('stage');
  let next;
  let timer = 0;
  const flush = () => {
    timer = 0;
    if (next !== undefined) {
      tell(next);
      next = undefined;
      timer = setTimeout(flush, EVERY_MS);
    }
  };
  const move = (where) => {
    next = where;
    if (!timer) {
      flush();
    }
  };
  stage.addEventListener('pointermove', (event) => {
    const box = stage.getBoundingClientRect();
    move({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  });
  stage.addEventListener('pointerleave', () => move(null));
}
