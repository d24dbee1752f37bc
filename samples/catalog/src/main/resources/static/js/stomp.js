const HEARTBEAT = 10_000;

// Twice the rhythm that was agreed, and a bit: the line is dead even if nobody has noticed.
const SILENCE = 25_000;

/**
 * The little of STOMP 1.2 that it takes to follow a live query over a WebSocket.
 *
 * <p>`handlers`: `message(body)` with an event, `receipt()` when the result is complete, `closed(reason)` when it is over.
 */
export class StompSubscription {
  #socket;
  #handlers;
  #destination;
  #watchdog = 0;
  #beat = 0;
  #over = false;

  constructor(path, destination, handlers) {
    this.#handlers = handlers;
    this.#destination = destination;
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    this.#socket = new WebSocket(url, 'v12.stomp');
    this.#socket.addEventListener('open', () =>
      this.#send('CONNECT', { 'accept-version': '1.2', host: url.hostname, 'heart-beat': `${HEARTBEAT},${HEARTBEAT}` }),
    );
    this.#socket.addEventListener('message', ({ data }) => this.#heard(data));
    this.#socket.addEventListener('close', () => this.close('The connection was lost.'));
    this.#watch();
  }

  close(reason = '') {
    if (!this.#over) {
      this.#over = true;
      clearTimeout(this.#watchdog);
      clearInterval(this.#beat);
      this.#socket.close();
      this.#handlers.closed(reason);
    }
  }

  #send(command, headers) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
    this.#socket.send([command, ...lines, '', '\0'].join('\n'));
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.close('The server is silent.'), SILENCE);
  }

  #heard(data) {
    if (this.#over) {
      return;
    }
    this.#watch();
    const { command, headers, body } = parse(data);
    switch (command) {
      case 'CONNECTED':
        this.#beat = setInterval(() => this.#socket.send('\n'), HEARTBEAT);
        this.#send('SUBSCRIBE', { id: 'live', destination: this.#destination, receipt: 'complete' });
        break;
      case 'MESSAGE':
        this.#handlers.message(JSON.parse(body));
        break;
      case 'RECEIPT':
        this.#handlers.receipt();
        break;
      case 'ERROR':
        this.close(headers.message ?? 'The server refused.');
        break;
      default: // A heartbeat.
    }
  }
}

/** One frame; a server sends each as a message of its own. */
function parse(data) {
  const end = data.indexOf('\n\n');
  const [command, ...lines] = data.slice(0, Math.max(0, end)).split('\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon)] ??= unescape(line.slice(colon + 1));
  }
  return { command, headers, body: data.slice(end + 2, data.lastIndexOf('\0')) };
}

const ESCAPES = { '\\n': '\n', '\\r': '\r', '\\c': ':', '\\\\': '\\' };

const unescape = (text) => text.replace(/\\[nrc\\]/g, (escape) => ESCAPES[escape]);
