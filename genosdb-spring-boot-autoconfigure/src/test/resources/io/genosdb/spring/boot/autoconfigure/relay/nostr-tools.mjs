// What nostr-tools, the client of other people's programs, makes of the embedded relay. Arguments: the address of a relay with its
// default limits, and of one with small ones. Prints a line for each scenario: "ok <name>" or "not ok <name>: <why>".
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { finalizeEvent, generateSecretKey, getPublicKey, verifyEvent } from 'nostr-tools/pure';
import { Relay, useWebSocketImplementation } from 'nostr-tools/relay';
import { fetchRelayInformation } from 'nostr-tools/nip11';

const [url, smallUrl] = process.argv.slice(2);
const kind = 20_123;
const now = () => Math.floor(Date.now() / 1000);
let topics = 0;
const newTopic = () => `topic${++topics}`;

useWebSocketImplementation(WebSocket);

const alice = generateSecretKey();
const bob = generateSecretKey();

function sign(topic, { secret = alice, content = '', created_at = now(), of = kind, tags = [['x', topic]] } = {}) {
  // A plain copy: the library remembers of its own object that it is verified.
  return JSON.parse(JSON.stringify(finalizeEvent({ kind: of, created_at, tags, content }, secret)));
}

const open = [];

async function connect(to = url) {
  const relay = await Relay.connect(to);
  open.push(relay);
  return relay;
}

/** Subscribes, and waits for the EOSE. Hears what the relay sends, verified by nobody but the test. */
function subscribe(relay, ...filters) {
  return new Promise((resolve, reject) => {
    const heard = { events: [], closed: null };
    relay.verifyEvent = () => true;
    heard.subscription = relay.subscribe(filters, {
      onevent: (event) => heard.events.push(event),
      oneose: () => resolve(heard),
      onclose: (reason) => {
        heard.closed = reason;
        reject(new Error(reason));
      },
      alreadyHaveEvent: () => false,
    });
  });
}

/** After this everything is heard that was published before: messages to one client come in order. */
async function settle(relay) {
  const marker = newTopic();
  const heard = await subscribe(relay, { kinds: [kind], '#x': [marker] });
  await relay.publish(sign(marker));
  while (heard.events.length === 0) await new Promise((resolve) => setImmediate(resolve));
  heard.subscription.close();
}

async function refusal(promise) {
  try {
    return `accepted: ${await promise}`;
  } catch (error) {
    return error.message ?? String(error);
  }
}

const ids = (heard) => heard.events.map((event) => event.id);

const scenarios = {
  'passes an event on to whoever asked for its kind and tag': async () => {
    const [a, b, c] = [await connect(), await connect(), await connect()];
    const topic = newTopic();
    const heard = await subscribe(b, { kinds: [kind], since: now(), '#x': [topic, 'another'] });
    const others = await subscribe(c, { kinds: [kind], '#x': ['another'] }, { kinds: [kind + 1], '#x': [topic] });
    const event = sign(topic, { content: 'Grüße "\\\u0001\u2028😀' });
    assert.equal(await a.publish(event), '');
    await settle(b);
    await settle(c);
    assert.deepEqual(heard.events, [event]);
    assert.ok(verifyEvent(heard.events[0]));
    assert.deepEqual(others.events, []);
  },
  'asks for every condition of one of the filters': async () => {
    const relay = await connect();
    const topic = newTopic();
    const heard = await subscribe(
      relay,
      { authors: [getPublicKey(bob)], '#x': [topic] },
      { kinds: [kind], '#x': [topic], '#y': ['1'] },
      { '#x': [topic], since: now() + 3600 },
      { '#x': [topic], until: now() - 3600 },
    );
    const byBob = sign(topic, { secret: bob });
    const both = sign(topic, { tags: [['x', topic], ['y', '1']] });
    for (const event of [sign(topic), byBob, both, sign('z', { secret: bob })]) await relay.publish(event);
    await settle(relay);
    assert.deepEqual(ids(heard), [byBob.id, both.id]);
  },
  'refuses forged and altered events': async () => {
    const [a, b] = [await connect(), await connect()];
    const topic = newTopic();
    const heard = await subscribe(b, { kinds: [kind, kind + 1] });
    const good = sign(topic, { content: 'pay 1' });
    const other = sign(topic, { content: 'pay 2' });
    const flipped = (good.sig[0] === '0' ? '1' : '0') + good.sig.slice(1);
    const bad = [
      { ...good, content: 'pay 1000' },
      { ...good, created_at: good.created_at + 1 },
      { ...good, kind: kind + 1 },
      { ...good, tags: [] },
      { ...good, pubkey: getPublicKey(bob) },
      { ...good, id: other.id },
      { ...good, sig: other.sig },
      { ...good, sig: flipped },
      { ...other, content: good.content, sig: good.sig },
      { ...good, id: 'f'.repeat(64) },
      { ...good, sig: 'xyz' },
      { ...good, kind: '20123' },
    ];
    for (const event of bad) assert.match(await refusal(a.publish(event)), /^invalid: /);
    assert.equal(await a.publish(good), '');
    await settle(b);
    assert.deepEqual(heard.events.filter((event) => event.tags[0]?.[1] === topic), [good]);
  },
  'delivers a replayed event once': async () => {
    const [a, b] = [await connect(), await connect()];
    const topic = newTopic();
    const heard = await subscribe(b, { kinds: [kind], '#x': [topic] });
    const event = sign(topic);
    await a.publish(event);
    for (let i = 0; i < 3; i++) assert.match(await a.publish(event), /^duplicate: /);
    assert.match(await b.publish(event), /^duplicate: /);
    await settle(b);
    assert.deepEqual(ids(heard), [event.id]);
  },
  'refuses events that would have to be kept': async () => {
    const relay = await connect();
    for (const of of [0, 1, 7, 10_002, 19_999, 30_000]) {
      assert.match(await refusal(relay.publish(sign('a', { of }))), /^blocked: /);
    }
    for (const of of [20_000, 29_999]) assert.equal(await relay.publish(sign('a', { of })), '');
  },
  'refuses events of another time': async () => {
    const relay = await connect();
    for (const skew of [-3600, -660, 660, 3600]) {
      assert.match(await refusal(relay.publish(sign('a', { created_at: now() + skew }))), /^invalid: /);
    }
    for (const skew of [-540, 540]) assert.equal(await relay.publish(sign('a', { created_at: now() + skew })), '');
  },
  'sends no more after CLOSE': async () => {
    const relay = await connect();
    const topic = newTopic();
    const heard = await subscribe(relay, { kinds: [kind], '#x': [topic] });
    heard.subscription.close();
    await relay.publish(sign(topic));
    await settle(relay);
    assert.deepEqual(heard.events, []);
  },
  'tells what it is': async () => {
    const information = await fetchRelayInformation(url);
    assert.deepEqual(information.supported_nips, [1, 11]);
    assert.equal(information.limitation.max_message_length, 65_536);
    assert.equal(information.limitation.auth_required, false);
  },
  'takes 250 topics in one request, and 20 offers with candidates at once': async () => {
    const [page, peer] = [await connect(), await connect()];
    const many = Array.from({ length: 250 }, newTopic);
    const heard = await subscribe(peer, { kinds: [kind], since: now(), '#x': many });
    const events = Array.from({ length: 20 * 11 }, (_, i) => sign(many[i % 250], { content: 'x'.repeat(2_000) + i }));
    await Promise.all(events.map((event) => page.publish(event)));
    await settle(peer);
    assert.deepEqual(ids(heard), events.map((event) => event.id));
  },
  'refuses more requests than a client may have': async () => {
    const relay = await connect(smallUrl);
    for (let i = 0; i < 3; i++) await subscribe(relay, { kinds: [kind], '#x': [`a${i}`] });
    await assert.rejects(subscribe(relay, { kinds: [kind] }), /^Error: error: /);
    const another = await connect(smallUrl);
    const values = Array.from({ length: 101 }, (_, i) => `v${i}`);
    await assert.rejects(subscribe(another, { '#x': values }), /^Error: error: /);
  },
  'limits the rate, and lets others go on': async () => {
    const [fast, other] = [await connect(smallUrl), await connect(smallUrl)];
    const topic = newTopic();
    const heard = await subscribe(other, { kinds: [kind], '#x': [topic] });
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, i) => refusal(fast.publish(sign(topic, { content: `${i}` })))),
    );
    assert.ok(answers.some((answer) => answer.startsWith('rate-limited: ')), answers.join());
    assert.ok(answers.every((answer) => /^(accepted|rate-limited): /.test(answer)), answers.join());
    assert.equal(await other.publish(sign(topic)), '');
    await settle(other);
    assert.equal(heard.events.length, answers.filter((answer) => answer.startsWith('accepted')).length + 1);
  },
  'disconnects who goes on nevertheless': async () => {
    const socket = new WebSocket(smallUrl);
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
    for (let i = 0; i < 1_000; i++) socket.send('["CLOSE","a"]');
    assert.equal(await closed, 1008);
  },
  'closes the connection of who sends too large a message': async () => {
    const socket = new WebSocket(smallUrl);
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
    socket.on('error', () => {});
    socket.send(`["REQ","a",{"#x":["${'x'.repeat(20_000)}"]}]`);
    assert.equal(await closed, 1009);
    const relay = await connect(smallUrl);
    assert.equal(await relay.publish(sign('a', { content: 'x'.repeat(8_000) })), '');
  },
};

for (const [name, run] of Object.entries(scenarios)) {
  const limit = new Promise((_, reject) => setTimeout(() => reject(new Error('took longer than 20 s')), 20_000).unref());
  try {
    await Promise.race([run(), limit]);
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`not ok ${name}: ${String(error.stack).replaceAll('\n', ' | ')}`);
  }
  open.splice(0).forEach((relay) => relay.close());
}
process.exit(0);
