// A relay that is not ours, for the tests: @nostr-relay/core behind a WebSocket server on the loopback address.
//
// Prints {"port": n} once it listens. Reads one command a line: {"delay": ms} holds back whatever it sends from then on,
// {"drop": true} ends every connection, {"deaf": true|false} accepts no new ones meanwhile. Ends with its standard input.
import {createServer} from 'node:http'
import {createInterface} from 'node:readline'
import {EventRepository, LogLevel} from '@nostr-relay/common'
import {NostrRelay} from '@nostr-relay/core'
import {WebSocketServer} from 'ws'

class Nothing extends EventRepository {
  isSearchSupported() {
    return false
  }
  upsert() {
    return {isDuplicate: false}
  }
  find() {
    return []
  }
  async destroy() {}
}

const relay = new NostrRelay(new Nothing(), {logLevel: LogLevel.ERROR, maxSubscriptionsPerClient: 100})
const http = createServer((request, response) => response.end())
const server = new WebSocketServer({noServer: true, maxPayload: 1 << 20})
let delay = Number(process.argv[2] ?? 0)
let deaf = false

http.on('upgrade', (request, socket, head) => {
  if (deaf) socket.destroy()
  else server.handleUpgrade(request, socket, head, accept)
})

function accept(socket) {
  // One delay for all keeps the order.
  const client = {
    get readyState() {
      return socket.readyState
    },
    send: (text) => (delay > 0 ? setTimeout(() => socket.send(text, () => {}), delay) : socket.send(text, () => {})),
  }
  relay.handleConnection(client)
  socket.on('message', (data) => {
    let message
    try {
      message = JSON.parse(data)
    } catch {
      return client.send(JSON.stringify(['NOTICE', 'invalid: not JSON']))
    }
    relay.handleMessage(client, message).catch((error) => client.send(JSON.stringify(['NOTICE', `error: ${error.message}`])))
  })
  socket.on('close', () => relay.handleDisconnect(client))
  socket.on('error', () => socket.terminate())
}

createInterface({input: process.stdin})
  .on('line', (line) => {
    const command = JSON.parse(line)
    if ('delay' in command) delay = command.delay
    if ('deaf' in command) deaf = command.deaf
    if (command.drop) server.clients.forEach((socket) => socket.terminate())
  })
  .on('close', () => process.exit(0))

http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({port: http.address().port})))
