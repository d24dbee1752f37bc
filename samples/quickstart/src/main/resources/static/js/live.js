import { Client, ReconnectionTimeMode } from '/webjars/stomp__stompjs/esm6/index.js';

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;
const HEARTBEAT = 10_000;

const open = new Set();
let receipts = 0;

// One connection for all live queries of the page. It comes back by itself, and misses heartbeats before a user does.
const client = new Client({
  webSocketFactory: () => new WebSocket(new URL('genosdb/stomp', document.baseURI.replace(/^http/, 'ws')), ['v12.stomp']),
  reconnectDelay: FIRST_PAUSE,
  maxReconnectDelay: LONGEST_PAUSE,
  reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
  heartbeatIncoming: HEARTBEAT,
  heartbeatOutgoing: HEARTBEAT,
  connectionTimeout: LONGEST_PAUSE,
  onConnect: () => open.forEach((query) => query.begin()),
  onWebSocketClose: () => open.forEach((query) => query.lost()),
});

/**
 * A live query over STOMP, which begins anew when the connection comes back.
 *
 * <p>`handlers`: `state(name)` with connecting, live, reconnecting or closed; `reset()` before the result is sent from
 * the start; `event(action, data)`; `ready()` when the result is complete.
 */
export class LiveQuery {
  #options;
  #handlers;
  #subscription = null;

  constructor(options, handlers) {
    this.#options = options;
    this.#handlers = handlers;
    open.add(this);
    handlers.state?.('connecting');
    if (client.connected) {
      this.begin();
    } else {
      client.activate();
    }
  }

  begin() {
    const receipt = `live-${++receipts}`;
    // The receipt comes behind the last event of the result.
    client.watchForReceipt(receipt, () => {
      this.#handlers.state?.('live');
      this.#handlers.ready?.();
    });
    this.#handlers.reset?.();
    this.#subscription = client.subscribe(
      '/genosdb/map',
      (message) => {
        const { action, ...node } = JSON.parse(message.body);
        this.#handlers.event?.(action, node);
      },
      { options: this.#options, receipt },
    );
  }

  lost() {
    this.#subscription = null;
    this.#handlers.state?.('reconnecting');
  }

  close() {
    open.delete(this);
    if (client.connected) {
      this.#subscription?.unsubscribe();
    }
    this.#handlers.state?.('closed');
  }
}
