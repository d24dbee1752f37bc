import { get } from './api.js';
import * as changes from './changes.js';
import { byId, make, onAction, say, short, stamp } from './dom.js';
import * as session from './session.js';
import { checked } from './wallet.js';

const EVERYBODY = '*';

let notes = new Map();
let people = new Map();
const lists = new Map();
let opened = null;

const ownerOf = (id) => id.split('/')[0];
const isMine = (id) => ownerOf(id) === session.current().address;

/** What somebody has said of themselves, or nothing. */
export const person = (address) => people.get(`user:${address}`)?.value;

/** The name under which somebody is known, or nothing. */
export const nameOf = (address) => String(person(address)?.name ?? '');
const called = (address) => nameOf(address) || short(address);

export function changed(nodes) {
  notes = nodes;
  show();
  [...nodes.values()].forEach(lookUpAccess);
}

export function peopleChanged(nodes) {
  people = nodes;
  byId('people').replaceChildren(
    ...[...nodes.keys()].map((id) => {
      const option = make('option', '', nameOf(id.slice('user:'.length)));
      option.value = id.slice('user:'.length);
      return option;
    }),
  );
}

/** Who may do what with a note is asked once for each state of it, and after changes that are made here. */
async function lookUpAccess({ id, timestamp }, again = false) {
  if (!again && lists.get(id)?.timestamp === timestamp) {
    return;
  }
  lists.set(id, { ...lists.get(id), timestamp });
  const access = await get(`api/notes/${id.split('/').map(encodeURIComponent).join('/')}/access`).catch(() => null);
  lists.set(id, { timestamp, access });
  show();
}

export function show() {
  const newestFirst = [...notes.values()].sort((one, other) => (one.timestamp < other.timestamp ? 1 : -1));
  byId('notes').replaceChildren(...newestFirst.map(card));
  byId('empty').hidden = notes.size > 0;
  if (opened && notes.has(opened)) {
    showShares();
  }
}

// Another replica may have written anything into a note: nothing in it is taken for granted.
function card({ id, value }) {
  const { element, part } = stamp('card-template');
  const access = lists.get(id)?.access;
  const level = access?.others[session.current().address];
  element.dataset.note = id;
  part('title').textContent = String(value.title ?? '');
  part('text').textContent = String(value.text ?? '');
  part('owner').textContent = isMine(id) ? 'yours' : `of ${called(ownerOf(id))}`;
  part('owner').title = ownerOf(id);
  const kind = access?.everyone ? 'public' : access && Object.keys(access.others).length > 0 ? 'shared' : 'private';
  part('badge').textContent = kind;
  part('badge').dataset.kind = kind;
  const mayWrite = session.may('write');
  part('edit').hidden = !mayWrite || !(isMine(id) || ['WRITE', 'DELETE'].includes(level));
  part('share').hidden = !mayWrite || !isMine(id);
  part('remove').hidden = !mayWrite || !(isMine(id) || level === 'DELETE');
  part('edit').addEventListener('click', () => edit(id));
  part('share').addEventListener('click', () => share(id));
  onAction(part('remove'), 'click', () => changes.remove(id));
  return element;
}

function edit(id) {
  const { value } = notes.get(id);
  opened = id;
  byId('edit-title').value = value.title;
  byId('edit-text').value = value.text;
  byId('edit-dialog').showModal();
}

onAction(byId('edit'), 'submit', async () => {
  await changes.edit(opened, { title: byId('edit-title').value.trim(), text: byId('edit-text').value });
  byId('edit-dialog').close();
});

function share(id) {
  opened = id;
  showShares();
  byId('share-dialog').showModal();
}

function showShares() {
  const access = lists.get(opened)?.access;
  const others = Object.entries(access?.others ?? {});
  const rows = access?.everyone ? [[EVERYBODY, access.everyone], ...others] : others;
  byId('shares').replaceChildren(...rows.map(([who, level]) => shareRow(who, level)));
  byId('publish').hidden = Boolean(access?.everyone);
}

function shareRow(who, level) {
  const row = make('li');
  row.dataset.with = who;
  const name = make('span', '', who === EVERYBODY ? 'Everybody' : called(who));
  name.title = who;
  const stop = make('button', 'button small danger', 'Stop');
  stop.type = 'button';
  onAction(stop, 'click', () => shared(changes.unshare(opened, who)));
  row.append(name, make('span', 'hint', level.toLowerCase()), stop);
  return row;
}

/** Asks anew who may do what with the note that is open. */
async function shared(done) {
  await done;
  const note = notes.get(opened);
  if (note) {
    await lookUpAccess(note, true);
  }
}

onAction(byId('share'), 'submit', async () => {
  await shared(changes.share(opened, checked(byId('share-with').value), byId('share-level').value));
  byId('share-with').value = '';
  say('Shared.');
});
onAction(byId('publish'), 'click', () => shared(changes.share(opened, EVERYBODY, 'read')));
