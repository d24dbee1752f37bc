import { byId, make } from './dom.js';
import { hue } from './people.js';

const shown = new Set();

/** Adds a line, once: the application tells newcomers what they may have heard already. */
export function say({ id, name, text, at, peer }, own = false) {
  if (shown.has(id)) {
    return;
  }
  shown.add(id);
  const line = entry(own ? 'line own' : 'line', name, at, peer);
  line.append(make('p', 'line-text', String(text)));
  place(line, at);
}

/** An empty line of somebody. */
export function entry(className, name, at, peer) {
  const line = make('li', className);
  if (peer) {
    line.style.setProperty('--hue', hue(peer));
  }
  const head = make('p', 'line-head');
  head.append(make('b', '', String(name)), make('time', '', new Date(at).toLocaleTimeString([], { timeStyle: 'short' })));
  line.append(head);
  return line;
}

/** Puts a line where its time belongs, and keeps the end in view. */
export function place(line, at) {
  const lines = byId('lines');
  const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  line.dataset.at = at;
  const later = [...lines.children].find((other) => Number(other.dataset.at) > at);
  lines.insertBefore(line, later ?? null);
  if (atEnd) {
    lines.scrollTop = lines.scrollHeight;
  }
}
