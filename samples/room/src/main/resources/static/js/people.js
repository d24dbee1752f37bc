import { byId, make } from './dom.js';

const adjectives = ['Amber', 'Brisk', 'Calm', 'Dapper', 'Early', 'Fleet', 'Gentle', 'Humble', 'Ivory', 'Jolly', 'Keen', 'Lucky'];
const animals = ['Otter', 'Heron', 'Lynx', 'Marten', 'Newt', 'Plover', 'Quail', 'Robin', 'Stoat', 'Tern', 'Vole', 'Wren'];
const any = (list) => list[Math.floor(Math.random() * list.length)];

const names = new Map();

/** A hue that is the same for a peer in every page. */
export const hue = (peer) => [...peer].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);

export const nameOf = (peer) => names.get(peer)?.name ?? 'Somebody';

/** The name of this tab, kept while it is open. */
export function ownName() {
  const kept = sessionStorage.getItem('name') ?? `${any(adjectives)} ${any(animals)}`;
  sessionStorage.setItem('name', kept);
  return kept;
}

export function rename(name) {
  sessionStorage.setItem('name', name);
}

export function met(peer, { name, application = false }) {
  names.set(peer, { name: String(name).slice(0, 40), application: application === true });
  show();
}

export function parted(peer) {
  names.delete(peer);
  show();
}

function show() {
  byId('people').replaceChildren(
    ...[...names].map(([peer, { name, application }]) => {
      const chip = make('li', application ? 'person application' : 'person', initials(name));
      chip.style.setProperty('--hue', hue(peer));
      chip.title = application ? `${name}, the application` : name;
      chip.setAttribute('aria-label', chip.title);
      return chip;
    }),
  );
}

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('');
