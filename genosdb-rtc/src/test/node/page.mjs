// A page that knows nothing but trystero. Its functions are called by the test; what happens is told to window.report, with
// times in milliseconds since 1970 that can be compared between pages.
import {joinRoom, selfId} from 'trystero'

const now = () => performance.timeOrigin + performance.now()
const tell = (event, details) => window.report({at: now(), event, ...details})
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

let room
let actions
const waiting = new Map()

export const self = () => selfId

/** Joins, with the channels that all tests use: each tells what comes, `echo` also sends it back over `echoed`. */
export function join({appId, room: name, password, relays}) {
  const at = now()
  room = joinRoom({appId, ...(password && {password}), relayConfig: {urls: relays, redundancy: relays.length}}, name, {
    onJoinError: ({error, peerId}) => tell('error', {peer: peerId, error}),
  })
  room.onPeerJoin = (peer) => tell('join', {peer})
  room.onPeerLeave = (peer) => tell('leave', {peer})
  actions = Object.fromEntries(['chat', 'file', 'echo', 'echoed', 'burst'].map((name) => [name, room.makeAction(name)]))
  actions.chat.onMessage = (data, {peerId, metadata}) => received('chat', peerId, data, metadata)
  actions.file.onMessage = (data, {peerId, metadata}) => received('file', peerId, data, metadata)
  actions.file.onReceiveProgress = progress('receiving')
  actions.echo.onMessage = (data, {peerId, metadata}) => actions.echoed.send(data, options(peerId, metadata))
  actions.echoed.onMessage = (data, {peerId}) => waiting.get(peerId)?.(data)
  actions.burst.onMessage = () => burst++
  return at
}

let burst = 0
export const burstReceived = () => burst

export async function leave() {
  const at = now()
  await room.leave()
  return at
}

export const peers = () => Object.keys(room.getPeers())
export const ping = (peer) => room.ping(peer)

const options = (target, metadata, onProgress) => ({
  ...(target && {target}),
  ...(metadata !== undefined && {metadata}),
  ...(onProgress && {onProgress}),
})

async function received(channel, peer, data, metadata) {
  const at = now()
  const binary = data instanceof ArrayBuffer || ArrayBuffer.isView(data)
  tell('message', {
    at,
    channel,
    peer,
    kind: binary ? 'binary' : typeof data === 'string' ? 'text' : 'json',
    ...(binary ? {size: data.byteLength, sha256: hex(await crypto.subtle.digest('SHA-256', data))} : {data}),
    ...(metadata !== undefined && {metadata}),
  })
}

/** Tells of the first part, of each tenth and of the last. */
function progress(event) {
  let last = 0
  return (fraction, {peerId: peer, metadata}) => {
    if (fraction < last) last = 0
    if (last === 0 || fraction === 1 || fraction - last >= 0.1) {
      last = fraction
      tell(event, {peer, fraction, ...(metadata !== undefined && {metadata})})
    }
  }
}

/** Sends JSON or text over `chat`. */
export async function send(data, {target, metadata} = {}) {
  const at = now()
  await actions.chat.send(data, options(target, metadata))
  return at
}

/** As many bytes as asked for, which anybody can make again. */
function bytes(size) {
  const made = new Uint8Array(size)
  let state = size
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0
    made[i] = state >>> 16
  }
  return made
}

export async function sendBytes(size, {channel = 'file', target, metadata} = {}) {
  const data = bytes(size)
  const at = now()
  await actions[channel].send(data, options(target, metadata, channel === 'file' ? progress('sending') : undefined))
  return at
}

/** Sends short messages over `burst` as fast as they go until told otherwise. */
export function startBurst(target) {
  let running = true
  stop = () => (running = false)
  ;(async () => {
    for (let n = 0; running; n++) {
      await actions.burst.send({n, text: 'x'.repeat(100)}, options(target))
      if (n % 50 === 0) await new Promise((resume) => setTimeout(resume))
    }
  })()
}

let stop = () => {}
export const stopBurst = () => stop()

/** How long each of some echoes took, in milliseconds. */
export async function echoes(peer, kind, count) {
  const data = {json: {text: 'hello', number: 1}, text: 'hello', binary: bytes(50_000)}[kind]
  const metadata = kind === 'binary' ? {name: 'some bytes'} : undefined
  const times = []
  for (let i = 0; i < count; i++) {
    const at = performance.now()
    const back = new Promise((resolve) => waiting.set(peer, resolve))
    await actions.echo.send(data, options(peer, metadata))
    await back
    times.push(performance.now() - at)
  }
  return times
}
