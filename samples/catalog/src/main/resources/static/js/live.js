import { StompSubscription } from './stomp.js';

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;

/**
 * Follows all playlists, and comes back by itself when the line was lost.
 *
 * <p>`handlers`: `state(name)` with connecting, live or reconnecting; `event(action, id, node)` with initial, added,
 * updated or removed; `ready(ids)` when the result is complete, with what it holds.
 */
export function follow(handlers) {
  let pause = FIRST_PAUSE;
  let timer = 0;

  const connect = (state) => {
    clearTimeout(timer);
    timer = 0;
    handlers.state(state);
    const ids = new Set();
    new StompSubscription('genosdb/stomp', '/genosdb/map/playlists', {
      message: (event) => {
        if (event.action === 'initial') {
          ids.add(event.id);
        }
        handlers.event(event.action, event.id, event.value && playlist(event));
      },
      receipt: () => {
        pause = FIRST_PAUSE;
        handlers.state('live');
        handlers.ready(ids);
      },
      closed: () => {
        handlers.state('reconnecting');
        timer = setTimeout(() => connect('reconnecting'), pause * (0.75 + Math.random() / 2));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      },
    });
  };

  const retryNow = () => {
    if (timer && document.visibilityState === 'visible') {
      pause = FIRST_PAUSE;
      connect('reconnecting');
    }
  };
  addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', retryNow);
  connect('connecting');
}

/** A node as the picture has it. Nothing leads to a playlist, so its edges are all its neighbours. */
function playlist({ id, value, edges, timestamp }) {
  return { id, type: value.type, label: value.name, facts: {}, edges, neighbours: edges.length, timestamp };
}
