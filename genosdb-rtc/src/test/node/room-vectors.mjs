// Makes docs/room-vectors.json with the unmodified modules of @trystero-p2p/core (0.25.x):
//
//   npm install --prefix DIR @trystero-p2p/core@0.25.4
//   node room-vectors.mjs DIR/node_modules > docs/room-vectors.json
//
// What is left out of the package is what finds peers and connects them: its part is taken by a queue in each direction.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const core = resolve(process.argv[2], '@trystero-p2p/core')

// The same output every time.
let seed = 42
Math.random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

const load = name => import(pathToFileURL(`${core}/dist/${name}.mjs`))
const { default: room } = await load('room')
const { createPasswordHandshake } = await load('handshake')
const { SharedPeerManager } = await load('shared-peer')
const { deriveRoomNamespace } = await load('crypto')
const { selfId } = await load('utils')

const hex = bytes => Buffer.from(bytes).toString('hex')
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')
const settle = () => new Promise(done => setTimeout(done, 2))

// Everybody here has the same name, and calls the others by one that is smaller or larger.
const SMALLER = '0'.repeat(20)
const LARGER = 'z'.repeat(20)

async function side(peerId, { appId, roomId, password }, send) {
  const token = await deriveRoomNamespace(appId, roomId)
  const handlers = {}
  const handle = {
    created: 0,
    connection: { connectionState: 'connected', iceConnectionState: 'connected' },
    channel: null,
    isDead: false,
    sendData: data => send(new Uint8Array(data)),
    setHandlers: given => Object.assign(handlers, given),
    destroy() {}
  }
  const manager = new SharedPeerManager()
  const events = []
  let connected
  let joined
  let shared
  const attach = () => {
    const { proxy, isNew } = manager.bind(roomId, Promise.resolve(token), shared, { onDetach() {} })
    if (isNew) connected(proxy, peerId)
  }
  const join = () => {
    const { compose } = createPasswordHandshake(password, appId, roomId)
    const onPeerHandshake = compose()
    joined = room(
      f => (connected = f),
      () => {},
      () => {
        manager.sendRoomPresence(shared, token, false)
        connected = null
      },
      {
        ...(onPeerHandshake ? { onPeerHandshake } : {}),
        onHandshakeError: (_, error) => events.push(error)
      }
    )
    joined.onPeerJoin = () => events.push('join')
    joined.onPeerLeave = () => events.push('leave')
  }
  manager.setRoomPresenceHandler(appId, (_, named, present) => {
    if (present && named === token && connected) attach()
  })
  join()
  return {
    events,
    room: () => joined,
    receive: data => handlers.data(data.slice().buffer),
    open() {
      shared = manager.register(appId, peerId, handle, 123_333)
      attach()
      manager.sendRoomPresence(shared, token, true)
    },
    async rejoin() {
      join()
      if (shared.remoteRoomTokens.has(token)) attach()
      manager.sendRoomPresence(shared, token, true)
    }
  }
}

// Two of them and what goes between: a has the smaller name.
async function pair(roomOfA, roomOfB) {
  const frames = []
  const queue = []
  const say = from => data => {
    frames.push({ from, hex: hex(data) })
    queue.push({ from, data })
  }
  const a = await side(LARGER, roomOfA, say('a'))
  const b = await side(SMALLER, roomOfB, say('b'))
  const run = async () => {
    for (let quiet = 0; quiet < 3; ) {
      quiet = queue.length ? 0 : quiet + 1
      for (const { from, data } of queue.splice(0)) (from === 'a' ? b : a).receive(data)
      await settle()
    }
  }
  a.open()
  b.open()
  await run()
  return { a, b, frames, run }
}

const plain = { appId: 'genosdb', roomId: 'test', password: '' }
const locked = { ...plain, password: 'correct horse' }

async function conversation(what, roomOfA, roomOfB, more = async () => {}) {
  const { a, b, frames, run } = await pair(roomOfA, roomOfB)
  await more(a, b, run)
  return { what, passwordOfA: roomOfA.password, passwordOfB: roomOfB.password, frames, eventsOfA: a.events, eventsOfB: b.events }
}

// Bytes that are told by their number only.
const pattern = length => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff)

async function messages() {
  const { a, b, frames, run } = await pair(plain, plain)
  const sent = []
  const channels = new Map()
  const channel = name => {
    if (!channels.has(name)) {
      const heard = []
      const to = b.room().makeAction(name)
      to.onMessage = (_, context) => heard.push({ metadata: context.metadata })
      const progress = []
      to.onReceiveProgress = (fraction, { metadata }) => progress.push(fraction)
      channels.set(name, { from: a.room().makeAction(name), heard, progress })
    }
    return channels.get(name)
  }
  async function send(what, name, kind, content, data, metadata) {
    const { from, heard, progress } = channel(name)
    const before = frames.length
    progress.length = 0
    await from.send(data, metadata === undefined ? {} : { metadata })
    await run()
    const parts = frames.slice(before).map(frame => frame.hex)
    if (heard.length !== 1 || JSON.stringify(heard.pop().metadata) !== JSON.stringify(metadata)) throw new Error(what)
    const all = parts.join('')
    sent.push({
      what,
      channel: name,
      kind,
      content,
      ...(metadata === undefined ? {} : { metadata }),
      ...(all.length > 2000
        ? { partCount: parts.length, bytes: all.length / 2, sha256: sha256(Buffer.from(all, 'hex')) }
        : { parts }),
      progress255: progress.map(fraction => Math.round(fraction * 255))
    })
  }
  const text = (what, name, data, metadata) => send(what, name, 'text', data, data, metadata)
  const json = (what, name, data, metadata) => send(what, name, 'json', data, data, metadata)
  const bytes = (what, name, length, metadata) => send(what, name, 'pattern', length, pattern(length), metadata)

  await text('a word', 'chat', 'hello')
  await text('the next number of the channel', 'chat', 'again')
  await text('no text', 'chat', '')
  await text('beyond ASCII', 'chat', 'Grüße, 世界 🌍')
  await send('half of a pair is replaced', 'chat', 'utf16', [0x78, 0xd83d, 0x79], 'x\ud83dy')
  await text('no text, with metadata: one part that is both', 'chat', '', { n: 1 })
  await text('metadata', 'chat', 'hello', { to: 'all' })
  await text('metadata that are null are metadata', 'chat', 'hello', null)
  await text('a name of 32 bytes', 'abcdefghijklmnopqrstuvwxyz012345', 'x')
  await text('a name beyond ASCII', 'Gespräch 世界', 'x')
  await json('an object', 'cursor', { a: [1, 2.5, -3e-7, 'x', true, false, null], b: { c: {} } })
  await json('null', 'cursor', null)
  await json('a number', 'cursor', 1e21)
  await json('text as JSON, escaped', 'cursor', ['"\\\u0001\u2028é'])
  await json('an object with metadata', 'cursor', { x: 1 }, [1, 'two'])
  await bytes('no bytes', 'file', 0)
  await bytes('no bytes, with metadata', 'file', 0, { name: 'empty' })
  await bytes('some bytes', 'file', 3)
  await bytes('as many as fit into a part', 'file', 16348)
  await bytes('one more', 'file', 16349)
  await bytes('two parts and metadata', 'file', 2 * 16348, { name: 'two.bin', size: 32696 })
  await bytes('so many parts that the first ones say 0', 'file', 600 * 16348 + 1)
  for (let i = 0; i < 65534; i++) await a.room().makeAction('wrap').send('', { target: [] })
  await text('number 65534', 'wrap', 'x')
  await text('number 65535', 'wrap', 'x')
  await text('number 0 again', 'wrap', 'x')
  return sent
}

const { version } = JSON.parse(readFileSync(`${core}/package.json`))
const hash = createPasswordHandshake
async function proof(challenge, password, appId, roomId) {
  let answer
  const { run } = hash(password, appId, roomId)
  await run(async data => (answer = data), async () => ({ data: { __trystero_pw: 'challenge', c: challenge } }), false)
  return { challenge, password, appId, roomId, proof: answer.h }
}

const output = {
  madeBy: `@trystero-p2p/core ${version}`,
  appId: plain.appId,
  roomId: plain.roomId,
  tokens: await Promise.all(
    [['genosdb', 'test'], ['app', 'Zimmer 世界'], ['', '']].map(async ([appId, roomId]) => ({
      appId,
      roomId,
      token: await deriveRoomNamespace(appId, roomId)
    }))
  ),
  proofs: [
    await proof('x'.repeat(36), 'secret', 'genosdb', 'test'),
    await proof('0Aa', 'pässwörd', 'app', 'Zimmer 世界')
  ],
  messages: await messages(),
  conversations: [
    await conversation('no password', plain, plain),
    await conversation('the same password', locked, locked),
    await conversation('another password', locked, { ...plain, password: 'wrong' }),
    await conversation('a ping from each', plain, plain, async (a, b, run) => {
      for (const s of [a, b]) {
        const answered = s.room().ping(s === a ? LARGER : SMALLER)
        await run()
        await answered
      }
    }),
    await conversation('the one with the larger name leaves and comes back', locked, locked, async (a, b, run) => {
      const left = b.room().leave()
      await run()
      await left
      await run()
      await b.rejoin()
      await run()
    }),
    await conversation('the one with the smaller name leaves and comes back', plain, plain, async (a, b, run) => {
      const left = a.room().leave()
      await run()
      await left
      await run()
      await a.rejoin()
      await run()
    })
  ]
}
const list = items => '[\n' + items.map(item => '    ' + JSON.stringify(item)).join(',\n') + '\n  ]'
const lines = Object.entries(output).map(
  ([name, value]) => `  ${JSON.stringify(name)}: ${Array.isArray(value) ? list(value) : JSON.stringify(value)}`
)
process.stdout.write('{\n' + lines.join(',\n') + '\n}\n')
process.exit(0)
