// Makes docs/signal-vectors.json with the unmodified modules of @trystero-p2p/core (0.25.x):
//
//   npm install --prefix DIR @trystero-p2p/core@0.25.4
//   node signal-vectors.mjs DIR/node_modules > docs/signal-vectors.json
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const core = resolve(process.argv[2], '@trystero-p2p/core')

// The same output every time.
let seed = 42
globalThis.crypto.getRandomValues = bytes => {
  for (let i = 0; i < bytes.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    bytes[i] = seed >>> 24
  }
  return bytes
}

const load = name => import(pathToFileURL(`${core}/dist/${name}.mjs`))
const { sha1, genKey, encrypt, decrypt, deriveRoomNamespace } = await load('crypto')
const { topicPath, libName, strToNum } = await load('utils')

const rooms = [
  ['genosdb', 'catalog', '', '0123456789AaBbCcDdEe'],
  ['genosdb', 'catalog', 'secret', 'zZyYxXwWvVuUtTsSrRqQ'],
  ['a', 'b', ':', 'p'],
  ['https://example.com/app', 'Räume/1 @ home', 'pässwörd ✓ 🔑', 'AAAAAAAAAAAAAAAAAAAA'],
  ['x'.repeat(200), 'y'.repeat(200), 'z'.repeat(200), '00000000000000000000']
]

const texts = [
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n',
  '{"candidate":"candidate:1 1 udp 2122260223 192.168.1.7 50000 typ host","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"abcd"}',
  '',
  'ä ✓ 🔑'
]

const topics = []
const ciphers = []
for (const [appId, roomId, password, peer] of rooms) {
  const path = topicPath(libName, appId, roomId)
  const root = await sha1(path)
  const own = await sha1(topicPath(path, peer))
  topics.push({
    appId,
    roomId,
    peer,
    root,
    rootKind: strToNum(root, 10_000) + 20_000,
    own,
    ownKind: strToNum(own, 10_000) + 20_000,
    token: await deriveRoomNamespace(appId, roomId)
  })
  const key = genKey(password, appId, roomId)
  for (const text of texts) {
    const encrypted = await encrypt(key, text)
    if ((await decrypt(key, encrypted)) !== text) throw new Error('not the same text')
    ciphers.push({ appId, roomId, password, text, encrypted })
  }
}

const { version } = JSON.parse(readFileSync(`${core}/package.json`))
console.log(JSON.stringify({ source: `@trystero-p2p/core ${version}`, topics, ciphers }, null, 1))
