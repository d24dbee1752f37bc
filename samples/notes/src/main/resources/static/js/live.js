import { Client, ReconnectionTimeMode } from '/webjars/stomp__stompjs/esm6/index.js';

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;
const HEARTBEAT = 10_000;

const followed = [];
let stateChanged = () => {};

// One connection for all live queries of the page. It knows who is signed in from the moment it begins.
const client = new Client({
  webSocketFactory: () => new WebSocket(new URL('genosdb/stomp', document.baseURI.replace(/^http/, 'ws')), ['v12.stomp']),
  reconnectDelay: FIRST_PAUSE,
  maxReconnectDelay: LONGEST_PAUSE,
  reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
  heartbeatIncoming: HEARTBEAT,
  heartbeatOutgoing: HEARTBEAT,
  connectionTimeout: LONGEST_PAUSE,
  onConnect: () => {
    stateChanged('live');
    followed.forEach(begin);
  },
  onWebSocketClose: () => stateChanged('connecting'),
});

function begin({ query, nodes, changed }) {
  nodes.clear();
  // The receipt comes behind the last event of the result: an empty one is shown too.
  client.watchForReceipt(query, () => changed(nodes));
  client.subscribe(
    `/genosdb/map/${query}`,
    ({ body }) => {
      const { action, ...node } = JSON.parse(body);
      if (action === 'removed') {
        nodes.delete(node.id);
      } else {
        nodes.set(node.id, node);
      }
      if (action !== 'initial') {
        changed(nodes);
      }
    },
    { receipt: query },
  );
}

/** Keeps a map of the nodes that a declared query gives, and tells of every change. */
export function follow(query, changed) {
  followed.push({ query, nodes: new Map(), changed });
}

/** Begins, or begins anew as who is signed in now. */
export async function connect(state) {
  stateChanged = state ?? stateChanged;
  await client.deactivate();
  client.activate();
}
