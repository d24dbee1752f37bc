// Makes docs/entry-signature-vectors.json with the npm package ethers and what Node.js has of cryptography:
//
//   npm ci && node vectors.mjs > ../../../../docs/entry-signature-vectors.json
import { createCipheriv, createHash, hkdfSync } from 'node:crypto'
import { Wallet, getBytes, version } from 'ethers'

const ALICE = '0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'
const SERVER = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const alice = new Wallet(ALICE)
const server = new Wallet(SERVER)
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const origin = 'aaaaaaaaaaaaaaaaaaaa'

// Objects are written with their members already in order, so JSON.stringify gives the canonical form.
const canonical = (database, node, slot, millis, counter, author, ...payload) =>
  JSON.stringify(['genosdb-entry-1', database, node, slot, millis, counter, origin, author, ...payload])

const versionText = (millis, counter) =>
  millis.toString(16).padStart(12, '0') + counter.toString(16).padStart(4, '0') + '-' + origin

const sha256 = text => createHash('sha256').update(text, 'utf8').digest()

// r and s, in hexadecimal digits, of the personal_sign of a hash.
const sign = async (wallet, text) => (await wallet.signMessage(sha256(text))).slice(2, 130)

const T = 1700000000000
const entry = async (what, wallet, text) => ({
  what,
  privateKey: wallet.privateKey,
  address: wallet.address,
  canonical: text,
  hash: sha256(text).toString('hex'),
  signature: await sign(wallet, text)
})

const onBehalf = `${server.address} for ${alice.address}`
const genuine = [
  await entry('a value', alice, canonical('test', 'alice', 'value', T, 3, alice.address, { age: 30, name: 'Alice' })),
  await entry('a value in Unicode', alice, canonical('Räume ✓', 'ä 🔑', 'value', T + 1, 0, alice.address, { ä: '✓ 🔑' })),
  await entry('a field', alice, canonical('test', 'alice', 'value/city', T + 2, 65535, alice.address, 'Zürich')),
  await entry('a removed field', alice, canonical('test', 'alice', 'value/city', T + 3, 0, alice.address)),
  await entry('an edge', alice, canonical('test', 'alice', 'edge/bob', T + 4, 0, alice.address, true)),
  await entry('a removed node', alice, canonical('test', 'alice', 'tombstone', T + 5, 0, alice.address)),
  await entry('the server on behalf of Alice', server, canonical('test', 'note', 'value', T + 6, 0, onBehalf, { text: 'hi' })),
  await entry(
    'a role',
    server,
    canonical('test', `user:${alice.address}`, `role/${versionText(T + 7, 1)}`, T + 7, 1, server.address, {
      expiresAt: T + 86400000,
      role: 'manager'
    })
  ),
  await entry(
    'an access list',
    alice,
    canonical('test', `${alice.address}/note`, `acl/${versionText(T + 8, 0)}`, T + 8, 0, alice.address, {
      grant: server.address,
      level: 'write'
    })
  )
]

const forgery = (what, text, signature) => ({ what, canonical: text, hash: sha256(text).toString('hex'), signature })
const first = genuine[0]
const altered = canonical('test', 'alice', 'value', T, 3, alice.address, { age: 31, name: 'Alice' })
const elsewhere = canonical('other', 'alice', 'value', T, 3, alice.address, { age: 30, name: 'Alice' })
const later = canonical('test', 'alice', 'value', T + 1, 3, alice.address, { age: 30, name: 'Alice' })
const lower = canonical('test', 'alice', 'value', T, 3, alice.address.toLowerCase(), { age: 30, name: 'Alice' })
const nobody = canonical('test', 'alice', 'value', T, 3, '', { age: 30, name: 'Alice' })
const himself = canonical('test', 'alice', 'value', T, 3, `${alice.address} for ${alice.address}`, { age: 30, name: 'Alice' })
const highS = first.signature.slice(0, 64) + (ORDER - BigInt('0x' + first.signature.slice(64))).toString(16).padStart(64, '0')
const bare = alice.signingKey.sign(getBytes('0x' + first.hash)).serialized.slice(2, 130)
const withV = (await alice.signMessage(sha256(first.canonical))).slice(2)
const forged = [
  forgery('another value', altered, first.signature),
  forgery('another database', elsewhere, first.signature),
  forgery('another time', later, first.signature),
  forgery('another signer than the author', first.canonical, await sign(server, first.canonical)),
  forgery('the one on whose behalf it is', genuine[6].canonical, await sign(alice, genuine[6].canonical)),
  forgery('the other signature, with a high s', first.canonical, highS),
  forgery('the hash itself, without the prefix of EIP-191', first.canonical, bare),
  forgery('an author in lower case', lower, await sign(alice, lower)),
  forgery('an author who acts for herself', himself, await sign(alice, himself)),
  forgery('no author', nobody, await sign(alice, nobody)),
  forgery('no signature', first.canonical, ''),
  forgery('a signature with v', first.canonical, withV),
  forgery('a signature that is cut off', first.canonical, first.signature.slice(2)),
  forgery('a signature of zeros', first.canonical, '00'.repeat(64))
]

const messages = []
for (const message of ['', 'Some data', 'ä ✓ 🔑', 'two\nlines', 'x'.repeat(1000)]) {
  messages.push({ message, address: alice.address, signature: (await alice.signMessage(message)).slice(2) })
}

const envelopes = []
const cases = [
  [ALICE, 'values', 'test', 'secret', '{"age":30}'],
  [ALICE, 'texts', 'test', null, 'ä ✓ 🔑'],
  [SERVER, 'values', 'Räume ✓', 'ä 🔑', '']
]
for (const [i, [privateKey, purpose, database, node, plain]] of cases.entries()) {
  const info = JSON.stringify(['genosdb-key-1', purpose, database])
  const key = Buffer.from(hkdfSync('sha256', getBytes(privateKey), new Uint8Array(0), Buffer.from(info, 'utf8'), 32))
  const nonce = Buffer.alloc(12, i + 1)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(JSON.stringify(node === null ? ['genosdb-envelope-1'] : ['genosdb-envelope-1', node]), 'utf8'))
  const envelope = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  envelopes.push({ privateKey, purpose, database, key: key.toString('hex'), node, plain, envelope: 'v1.' + envelope.toString('base64url') })
}

const source = `ethers ${version.replace(/^.*\//, '')}, and crypto of Node.js`
console.log(JSON.stringify({ source, genuine, forged, messages, envelopes }, null, 1))
