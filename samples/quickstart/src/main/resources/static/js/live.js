const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;

// The server sends a ping every 15 s; without one for so long, the line is dead even if nobody has noticed.
const SILENCE = 40_000;

/**
 * A live query over server-sent events, which comes back by itself.
 *
 * <p>`handlers`: `state(name)` with connecting, live, reconnecting or closed; `reset()` before the result is sent from
 * the start; `event(action, data)`; `ready()` when the result is complete.
 */
export class LiveQuery {
  #query;
  #handlers;
  #source = null;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #watchdog = 0;
  #closed = false;
  #wake = () => this.#retryNow();

  constructor(query, handlers) {
    this.#query = query;
    this.#handlers = handlers;
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    this.#connect('connecting');
  }

  close() {
    this.#closed = true;
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#drop();
    this.#handlers.state?.('closed');
  }

  #connect(state) {
    this.#drop();
    this.#handlers.state?.(state);
    const source = new EventSource('api/live?query=' + encodeURIComponent(this.#query));
    this.#source = source;
    this.#watch();
    source.addEventListener('reset', () => this.#heard(() => this.#handlers.reset?.()));
    source.addEventListener('ping', () => this.#heard(() => {}));
    source.addEventListener('ready', () =>
      this.#heard(() => {
        this.#pause = FIRST_PAUSE;
        this.#handlers.state?.('live');
        this.#handlers.ready?.();
      }),
    );
    for (const action of ['initial', 'added', 'updated', 'removed']) {
      source.addEventListener(action, (message) =>
        this.#heard(() => this.#handlers.event?.(action, JSON.parse(message.data))),
      );
    }
    source.addEventListener('error', () => this.#lost());
  }

  #heard(then) {
    this.#watch();
    then();
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), SILENCE);
  }

  // The browser would try again by itself, but gives up for good after an answer such as 503.
  #lost() {
    this.#drop();
    if (this.#closed) {
      return;
    }
    this.#handlers.state?.('reconnecting');
    this.#timer = setTimeout(() => this.#connect('reconnecting'), this.#pause * (0.75 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #retryNow() {
    if (this.#timer && document.visibilityState === 'visible') {
      this.#pause = FIRST_PAUSE;
      this.#connect('reconnecting');
    }
  }

  #drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    this.#timer = 0;
    this.#source?.close();
    this.#source = null;
  }
}
