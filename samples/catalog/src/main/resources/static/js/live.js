import { Client, ReconnectionTimeMode } from '/webjars/stomp__stompjs/esm6/index.js';

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;
const HEARTBEAT = 10_000;

/**
 * Follows all playlists, and comes back by itself when the line was lost.
 *
 * <p>`handlers`: `state(name)` with connecting, live or reconnecting; `event(action, id, node)` with initial, added,
 * updated or removed; `ready(ids)` when the result is complete, with what it holds.
 */
export function follow(handlers) {
  const client = new Client({
    webSocketFactory: () => new WebSocket(new URL('genosdb/stomp', document.baseURI.replace(/^http/, 'ws')), ['v12.stomp']),
    reconnectDelay: FIRST_PAUSE,
    maxReconnectDelay: LONGEST_PAUSE,
    reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
    heartbeatIncoming: HEARTBEAT,
    heartbeatOutgoing: HEARTBEAT,
    connectionTimeout: LONGEST_PAUSE,
    onConnect: () => subscribe(client, handlers),
    onWebSocketClose: () => handlers.state('reconnecting'),
  });
  handlers.state('connecting');
  client.activate();
}

function subscribe(client, handlers) {
  const ids = new Set();
  // The receipt comes behind the last event of the result.
  client.watchForReceipt('playlists', () => {
    handlers.state('live');
    handlers.ready(ids);
  });
  const heard = (message) => {
    const event = JSON.parse(message.body);
    if (event.action === 'initial') {
      ids.add(event.id);
    }
    handlers.event(event.action, event.id, event.value && playlist(event));
  };
  client.subscribe('/genosdb/map/playlists', heard, { receipt: 'playlists' });
}

/** A node as the picture has it. Nothing leads to a playlist, so its edges are all its neighbours. */
function playlist({ id, value, edges, timestamp }) {
  return { id, type: value.type, label: value.name, facts: {}, edges, neighbours: edges.length, timestamp };
}
