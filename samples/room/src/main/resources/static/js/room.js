import { getRelaySockets, joinRoom, selfId } from 'trystero';

export const self = selfId;

/**
 * Joins the room that the application is in, over the application's own relay. The room's password, where it has one, is what
 * follows the # in the address, which no browser sends to a server.
 */
export async function enter() {
  const response = await fetch('api/room');
  const { appId, room: name, relay } = await response.json();
  const password = decodeURIComponent(location.hash.slice(1));
  const room = joinRoom(
    { appId, ...(password && { password }), relayConfig: { urls: [relayUrl(relay)] } },
    name,
    { onJoinError: ({ error }) => document.dispatchEvent(new CustomEvent('join-error', { detail: error })) },
  );
  return { name, room };
}

function relayUrl(path) {
  const url = new URL(path, document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Whether the relay is there; peers that have met need it no more. */
export const relayConnected = () =>
  Object.values(getRelaySockets()).some((socket) => socket.readyState === WebSocket.OPEN);
