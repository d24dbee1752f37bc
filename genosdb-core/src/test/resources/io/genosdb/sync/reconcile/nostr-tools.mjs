// Drives the negentropy of nostr-tools, one line in, one line out:
//   load <frame limit>, then lines "<timestamp> <id>", then "."   -> ok
//   initiate                                                       -> <message>
//   reconcile <message>                                            -> <message or -> <ids it has> <ids it needs>
// Bytes are hexadecimal, ids are separated by commas, an empty list is "-".
import { createInterface } from 'node:readline';
// The package does not export this module.
import { Negentropy, NegentropyStorageVector } from './node_modules/nostr-tools/lib/esm/nip77.js';

let storage = null;
let negentropy = null;
let limit = 0;

const list = (ids) => (ids.length === 0 ? '-' : ids.join(','));

function answer(command, argument) {
  switch (command) {
    case 'load':
      storage = new NegentropyStorageVector();
      limit = Number(argument);
      return null;
    case '.':
      storage.seal();
      negentropy = new Negentropy(storage, limit);
      return 'ok';
    case 'initiate':
      return negentropy.initiate();
    case 'reconcile': {
      const have = [];
      const need = [];
      const next = negentropy.reconcile(argument, (id) => have.push(id), (id) => need.push(id));
      return `${next ?? '-'} ${list(have)} ${list(need)}`;
    }
    default:
      storage.insert(Number(command), argument);
      return null;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, argument] = line.split(' ');
  const reply = answer(command, argument);
  if (reply !== null) {
    process.stdout.write(`${reply}\n`);
  }
}
