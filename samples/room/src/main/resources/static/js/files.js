import { make } from './dom.js';
import { entry, place } from './chat.js';
import { nameOf } from './people.js';

export const MAX_BYTES = 64 * 1024 * 1024;
const arriving = new Map();

const size = (bytes) =>
  bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

function card(className, name, file, peer) {
  const at = Date.now();
  const line = entry(className, name, at, peer);
  const title = make('p', 'line-text file-name', file);
  const bar = make('progress');
  bar.max = 1;
  bar.value = 0;
  line.append(title, bar);
  place(line, at);
  return { line, title, bar };
}

/** Sends a file to all, and shows how far it is with the slowest. */
export async function send(action, file, peers, own) {
  const shown = card('line own file', own, file.name);
  const fractions = new Map(peers.map((peer) => [peer, 0]));
  await action.send(await file.arrayBuffer(), {
    metadata: { name: file.name, type: file.type },
    onProgress: (fraction, { peerId }) => {
      fractions.set(peerId, fraction);
      shown.bar.value = Math.min(...fractions.values());
    },
  });
  shown.bar.remove();
  const others = peers.length === 1 ? '1 peer' : `${peers.length} peers`;
  shown.line.append(make('p', 'file-note', `${size(file.size)} sent to ${others}`));
}

/** Shows how far a file on its way here is. */
export function progress(fraction, { peerId, metadata }) {
  const key = `${peerId} ${metadata?.name}`;
  let shown = arriving.get(key);
  if (!shown) {
    shown = card('line file', nameOf(peerId), String(metadata?.name ?? 'a file'), peerId);
    arriving.set(key, shown);
  }
  shown.bar.value = fraction;
}

/** Offers a file that has come, and shows it if it is a picture. */
export function received(data, { peerId, metadata }) {
  progress(1, { peerId, metadata });
  const key = `${peerId} ${metadata?.name}`;
  const { line, title, bar } = arriving.get(key);
  arriving.delete(key);
  bar.remove();
  const name = title.textContent;
  // Only pictures are opened here; anything else is saved.
  const picture = /^image\/(png|jpeg|gif|webp|avif)$/.test(metadata?.type);
  const url = URL.createObjectURL(new Blob([data], { type: picture ? metadata.type : 'application/octet-stream' }));
  const link = make('a', 'file-link', `Save (${size(data.byteLength)})`);
  link.href = url;
  link.download = name;
  if (picture) {
    const image = make('img', 'file-picture');
    image.alt = name;
    image.addEventListener('load', () => {
      if (!line.nextElementSibling) {
        line.scrollIntoView({ block: 'end' });
      }
    });
    image.src = url;
    line.append(image);
  }
  line.append(link);
}

/** What was on its way from a peer that is gone does not come any more. */
export function parted(peer) {
  for (const [key, { line, bar }] of arriving) {
    if (key.startsWith(`${peer} `)) {
      arriving.delete(key);
      bar.remove();
      line.append(make('p', 'file-note', 'did not come whole'));
    }
  }
}
