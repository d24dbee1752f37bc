import { getRelaySockets, joinRoom, selfId } from 'trystero';

export const self = selfId;

/**
 * Joins the room that the application is in, over the application's own relay. The room's password, where it has one, is what
 * follows the # in the address, which no browser sends to a server.
 */
export async function enter() {
  const response = await fetch('api/room');
  const { appId, room: name, relays } = await response.json();
  const password = decodeURIComponent(location.hash.slice(1));
  const room = joinRoom(
    { appId, ...(password && { password }), relayConfig: { urls: relayUrls(relays) } },
    name,
    { onJoinError: ({ error }) => document.dispatchEvent(new CustomEvent('join-error', { detail: error })) },
  );
  return { name, room };
}

/** This page's own host, and the application's other relays; what is local to the application is not local to the page. */
function relayUrls(relays) {
  const own = new URL('genosdb/relay', document.baseURI);
  own.protocol = own.protocol === 'https:' ? 'wss:' : 'ws:';
  const others = relays.map((address) => {
    const relay = new URL(address);
    if (relay.hostname === 'localhost') {
      relay.hostname = location.hostname;
    }
    return relay.href;
  });
  return [...new Set([own.href, ...others])];
}

/** Whether the relay is there; peers that have met need it no more. */
export const relayConnected = () =>
  Object.values(getRelaySockets()).some((socket) => socket.readyState === WebSocket.OPEN);
