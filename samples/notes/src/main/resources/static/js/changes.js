import { hexlify } from 'ethers';
import { canonical, entryHash } from './canonical.js';
import { del, post, put } from './api.js';
import * as session from './session.js';
import * as wallet from './wallet.js';

const FIVE_MINUTES = 5 * 60_000;

// Whatever is changed is changed in one of two ways. Who came with a wallet signs each entry. Who came with a passkey has no key that
// could sign: the application is asked to, and says for whom.

const noteOf = ({ title, text }) => ({ type: 'note', title, text });
const profileOf = (person) => ({ id: `user:${session.current().address}`, slot: 'value', payload: person });
const path = (id) => `api/notes/${id.split('/').map(encodeURIComponent).join('/')}`;

/** Makes a note; `person` is what its author says of themselves, as long as they have introduced themselves. */
export const create = (note, person) =>
  change({
    entries: ({ address }) => [
      { id: `${address}/${crypto.randomUUID()}`, slot: 'value', payload: noteOf(note) },
      ...(person ? [profileOf({ ...person, notes: person.notes + 1 })] : []),
    ],
    request: () => post('api/notes', note),
  });

export const edit = (id, note) =>
  change({
    entries: () => [{ id, slot: 'value', payload: noteOf(note) }],
    request: () => put(path(id), note),
  });

export const remove = (id) =>
  change({
    entries: () => [{ id, slot: 'tombstone', payload: null }],
    request: () => del(path(id)),
  });

/** Lets somebody, or everybody (`*`), `read`, `write` or `delete` a note. */
export const share = (id, who, level) =>
  change({
    entries: () => [{ id, slot: 'acl', payload: { grant: who, level } }],
    request: () => put(`${path(id)}/access/${encodeURIComponent(who)}`, { level }),
  });

export const unshare = (id, who) =>
  change({
    entries: () => [{ id, slot: 'acl', payload: { revoke: who } }],
    request: () => del(`${path(id)}/access/${encodeURIComponent(who)}`),
  });

/** The welcome: who has no role yet may make themselves a guest, once, and say who they are. */
export const introduce = (name) =>
  change({
    entries: ({ address }) => [
      { id: `user:${address}`, slot: 'role', payload: { role: 'guest' } },
      profileOf({ type: 'person', name, notes: 0 }),
    ],
  });

/** Gives somebody a role, until a time in milliseconds or for good. */
export const assign = (address, role, until) =>
  change({
    entries: () => [{ id: `user:${address}`, slot: 'role', payload: { role, ...(until && { expiresAt: until }) } }],
    request: () => put(`api/admin/users/${address}/role`, { role, ...(until && { until: new Date(until).toISOString() }) }),
  });

async function change({ entries, request }) {
  const me = session.current();
  if (me.passkey) {
    await request();
    return;
  }
  if (me.address !== wallet.address()) {
    throw new Error('You are signed in with another wallet than the one in this page. Sign in again.');
  }
  const wanted = entries(me);
  const { entries: drafts } = await post('genosdb/entries/draft', { writes: wanted });
  const signed = await Promise.all(wanted.map((write, i) => sign(drafts[i], write, me)));
  await post('genosdb/entries', { entries: signed });
}

/** Signs a hash that was computed here, of an entry that says what was asked for: the application is not taken at its word. */
async function sign(draft, wanted, me) {
  const isHistory = wanted.slot === 'acl' || wanted.slot === 'role';
  const isSlot = isHistory ? draft.slot.startsWith(wanted.slot + '/') : draft.slot === wanted.slot;
  const isNow = Math.abs(draft.time - Date.now()) < FIVE_MINUTES;
  const asked = draft.id === wanted.id && isSlot && isNow && canonical(draft.payload) === canonical(wanted.payload);
  if (!asked || draft.author !== me.address) {
    throw new Error('The application drafted something else than you asked for. Nothing was signed.');
  }
  const hash = await entryHash(me.database, draft);
  if (hexlify(hash) !== draft.hash) {
    throw new Error('The application gave an entry a hash that is not its own. Nothing was signed.');
  }
  return { ...draft, signature: await wallet.sign(hash) };
}
