import { hexlify } from 'ethers';
import { post } from './api.js';
import { canonical, entryHash } from './canonical.js';
import * as session from './session.js';
import * as wallet from './wallet.js';

/**
 * Changes something, in one of two ways. Who came with a passkey has no key that could sign: the application does, and says for whom.
 * Who came with a wallet signs each entry, after looking at what it says.
 */
export async function change(what) {
  const me = session.current();
  if (me.passkey) {
    await post('api/changes', what);
    return;
  }
  if (me.address !== wallet.address()) {
    throw new Error('You are signed in with another wallet than the one in this page. Sign in again.');
  }
  const drafts = await post('api/drafts', what);
  await post('api/entries', await Promise.all(drafts.map((draft) => signed(draft, what, me))));
}

/** Signs a hash that was computed here, of an entry that says what was asked for: the application is not taken at its word. */
async function signed(draft, what, me) {
  const hash = await entryHash(me.database, draft);
  if (hexlify(hash) !== draft.hash) {
    throw new Error('The application gave an entry a hash that is not its own. Nothing was signed.');
  }
  if (draft.author !== me.address || !isAskedFor(draft, what, me)) {
    throw new Error(`The application drafted something else than you asked for (${draft.slot} of ${draft.node}). Nothing was signed.`);
  }
  return { ...draft, signature: await wallet.sign(hash) };
}

const same = (one, other) => canonical(one) === canonical(other);

function isAskedFor({ node, slot, payload }, what, { address }) {
  const [kind] = slot.split('/');
  const profile = node === `user:${address}` && payload?.type === 'person';
  switch (what.do) {
    case 'write': {
      const note = what.id ? node === what.id : node.startsWith(`${address}/`);
      const value = { type: 'note', title: what.title, text: what.text };
      return slot === 'value' && ((note && same(payload, value)) || (!what.id && profile));
    }
    case 'remove':
      return node === what.id && slot === 'tombstone' && payload === null;
    case 'share':
      return node === what.id && kind === 'acl' && same(payload, { grant: what.with, level: what.level });
    case 'unshare':
      return node === what.id && kind === 'acl' && same(payload, { revoke: what.with });
    case 'introduce':
      return slot === 'value'
        ? profile && payload.name === what.name
        : node === `user:${address}` && kind === 'role' && same(payload, { role: 'guest' });
    case 'assign':
      return node === `user:${what.address}` && kind === 'role' && same(payload, { role: what.role, ...until(what) });
    default:
      return false;
  }
}

const until = ({ until: end }) => (end ? { expiresAt: Date.parse(end) } : {});
