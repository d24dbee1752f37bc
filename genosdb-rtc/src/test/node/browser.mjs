// Pages in a headless Chromium, steered by a test. Each page is page.mjs with the unmodified trystero from npm.
//
// Started with the browser's path. Prints {"ready": true}; then reads one command a line:
//   {"id", "do": "open"}                              -> {"id", "value": page}
//   {"id", "page", "do": "call", "name", "arguments"} -> {"id", "value"}, of a function of page.mjs
//   {"id", "page", "do": "reload" | "crash" | "close"} -> {"id", "value": null}
// A command that fails is answered with {"id", "error"}. What happens in a page is told as {"page", "event"}, and what it
// writes to its console as {"page", "console"}. Ends with its standard input.
import {createServer} from 'node:http'
import {readFile} from 'node:fs/promises'
import {createInterface} from 'node:readline'
import {normalize} from 'node:path'
import {chromium} from 'playwright-core'

const modules = {
  trystero: '/node_modules/trystero/dist/index.mjs',
  '@trystero-p2p/nostr': '/node_modules/@trystero-p2p/nostr/dist/index.mjs',
  '@trystero-p2p/core': '/node_modules/@trystero-p2p/core/dist/index.mjs',
  '@noble/secp256k1': '/node_modules/@noble/secp256k1/index.js',
}
const html = `<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({imports: modules})}</script>
<script type="module">import * as peer from '/page.mjs'; window.peer = peer</script>`

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname)
  if (path === '/') return response.setHeader('Content-Type', 'text/html').end(html)
  try {
    const content = await readFile('.' + path)
    response.setHeader('Content-Type', 'text/javascript').end(content)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const address = `http://127.0.0.1:${server.address().port}/`

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    // Names under .local need a multicast responder on the other side.
    '--disable-features=WebRtcHideLocalIpsWithMdns,Translate,MediaRouter,OptimizationHints',
  ],
})

const tell = (message) => process.stdout.write(JSON.stringify(message) + '\n')
const pages = new Map()
let opened = 0

async function open() {
  const number = ++opened
  // A context of its own, and so a process of its own.
  const page = await (await browser.newContext()).newPage()
  pages.set(number, page)
  page.on('console', (message) => tell({page: number, console: message.text()}))
  page.on('pageerror', (error) => tell({page: number, console: `uncaught: ${error.message}`}))
  await page.exposeBinding('report', (source, event) => tell({page: number, event}))
  await load(page, () => page.goto(address))
  return number
}

async function load(page, navigate) {
  await navigate()
  await page.waitForFunction(() => window.peer)
}

async function crash(page) {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  session.send('Page.crash').catch(() => {})
  await crashed
}

async function obey({page: number, do: what, name, arguments: values}) {
  const page = pages.get(number)
  switch (what) {
    case 'open':
      return open()
    case 'call':
      return page.evaluate(([name, values]) => window.peer[name](...values), [name, values])
    case 'reload':
      return load(page, () => page.reload())
    case 'crash':
      return crash(page)
    case 'close':
      pages.delete(number)
      return page.context().close()
    default:
      throw new Error(`unknown command: ${what}`)
  }
}

createInterface({input: process.stdin})
  .on('line', async (line) => {
    const command = JSON.parse(line)
    try {
      tell({id: command.id, value: (await obey(command)) ?? null})
    } catch (error) {
      tell({id: command.id, error: error.message})
    }
  })
  .on('close', async () => {
    await browser.close()
    process.exit(0)
  })

tell({ready: true})
