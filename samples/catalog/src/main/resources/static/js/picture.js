import { calm } from './dom.js';

const CLOSEST = 4;
const FARTHEST = 0.12;
const CLICK_SLOP = 5;
const FLASH = 1_600;
const LABEL_FONT = '550 12px Inter, system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Draws the graph on a canvas and lets it be moved, zoomed and walked through by mouse, finger or keyboard.
 *
 * <p>`handlers`: `choose(node, how)` with click or key, node null for none; `open(node)`; `hide(node)`;
 * `hover(node, x, y)`; `free()` gives the part of the canvas that nothing covers.
 */
export class Picture {
  #canvas;
  #context;
  #graph;
  #handlers;
  #width = 0;
  #height = 0;
  #scale = 1;
  #x = 0;
  #y = 0;
  #following = true;
  #frame = 0;
  #selected = null;
  #hovered = null;
  #pointers = new Map();
  #gesture = null;
  #colours = {};

  constructor(canvas, graph, handlers) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#graph = graph;
    this.#handlers = handlers;
    new ResizeObserver(() => this.#resize()).observe(canvas);
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, (event) => this.#up(event));
    }
    canvas.addEventListener('pointerleave', () => this.#hover(null));
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('keydown', (event) => this.#key(event));
    this.recolour();
  }

  /** To be called when the graph has changed. Follows it with the camera until somebody moves the picture. */
  changed({ fit = false } = {}) {
    if (fit) {
      this.#following = true;
    }
    if (calm()) {
      while (this.#graph.forces.step());
      this.#follow(1);
    }
    this.draw();
  }

  select(node) {
    this.#selected = node;
    this.draw();
  }

  flash(node) {
    node.flash = performance.now() + FLASH;
    this.draw();
  }

  fit() {
    this.#following = true;
    this.#follow(1);
    this.draw();
  }

  /** Brings a node into the part of the picture that can be seen. */
  reveal(node) {
    const { left, top, right, bottom } = this.#handlers.free(this.#width, this.#height);
    const x = node.x * this.#scale + this.#x;
    const y = node.y * this.#scale + this.#y;
    if (x < left + 30 || x > right - 30 || y < top + 30 || y > bottom - 30) {
      this.#following = false;
      this.#x += (left + right) / 2 - x;
      this.#y += (top + bottom) / 2 - y;
    }
    this.draw();
  }

  zoom(factor, x = this.#width / 2, y = this.#height / 2) {
    const scale = Math.min(CLOSEST, Math.max(FARTHEST, this.#scale * factor));
    this.#x = x - ((x - this.#x) * scale) / this.#scale;
    this.#y = y - ((y - this.#y) * scale) / this.#scale;
    this.#scale = scale;
    this.#following = false;
    this.draw();
  }

  /** Reads the colours from the style sheet, where they depend on the theme. */
  recolour() {
    const style = getComputedStyle(this.#canvas);
    // A canvas doesn't know light-dark(): a property that is a colour gives it resolved.
    const probe = document.createElement('span');
    this.#canvas.parentElement.append(probe);
    for (const name of ['artist', 'album', 'track', 'genre', 'playlist', 'other', 'link', 'halo', 'ink', 'accent']) {
      probe.style.setProperty('color', `var(--g-${name})`);
      this.#colours[name] = getComputedStyle(probe).color || style.color;
    }
    probe.remove();
    this.draw();
  }

  draw() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  // --- drawing ---------------------------------------------------------------------------------------------------

  #resize() {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0 || clientHeight === 0) {
      return;
    }
    const ratio = devicePixelRatio || 1;
    this.#x += (clientWidth - this.#width) / 2;
    this.#y += (clientHeight - this.#height) / 2;
    this.#width = clientWidth;
    this.#height = clientHeight;
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    this.#follow(1);
    this.draw();
  }

  /** Moves the camera towards where it sees everything; false once it is there. */
  #follow(speed) {
    const nodes = [...this.#graph.nodes.values()];
    if (!this.#following || nodes.length === 0 || this.#width === 0) {
      return false;
    }
    const { left, top, right, bottom } = this.#handlers.free(this.#width, this.#height);
    const margin = 34;
    const minX = Math.min(...nodes.map((node) => node.x)) - margin;
    const maxX = Math.max(...nodes.map((node) => node.x)) + margin;
    const minY = Math.min(...nodes.map((node) => node.y)) - margin;
    const maxY = Math.max(...nodes.map((node) => node.y)) + margin;
    const scale = Math.min(1.6, Math.max(FARTHEST, Math.min((right - left) / (maxX - minX), (bottom - top) / (maxY - minY))));
    const x = (left + right) / 2 - ((minX + maxX) / 2) * scale;
    const y = (top + bottom) / 2 - ((minY + maxY) / 2) * scale;
    this.#scale += (scale - this.#scale) * speed;
    this.#x += (x - this.#x) * speed;
    this.#y += (y - this.#y) * speed;
    return Math.abs(scale - this.#scale) > 0.001 || Math.hypot(x - this.#x, y - this.#y) > 0.5;
  }

  #paint() {
    this.#frame = 0;
    const moving = this.#graph.forces.step() && this.#graph.forces.step();
    const travelling = this.#follow(0.15);
    const context = this.#context;
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#width, this.#height);
    context.translate(this.#x, this.#y);
    context.scale(this.#scale, this.#scale);
    const marked = this.#hovered ?? this.#selected;
    const near = marked ? this.#graph.linked(marked) : new Set();
    this.#paintLinks(marked);
    const now = performance.now();
    let flashing = false;
    for (const node of this.#graph.nodes.values()) {
      const quiet = this.#hovered && node !== this.#hovered && !near.has(node);
      this.#paintNode(node, quiet);
      if (node.flash > now) {
        flashing = true;
        this.#paintFlash(node, (node.flash - now) / FLASH);
      }
    }
    this.#paintLabels(near);
    if (moving || flashing || travelling) {
      this.draw();
    }
  }

  #paintLinks(marked) {
    const context = this.#context;
    const paint = (links, colour, width) => {
      context.beginPath();
      for (const { source, target } of links) {
        context.moveTo(source.x, source.y);
        context.lineTo(target.x, target.y);
      }
      context.strokeStyle = colour;
      context.lineWidth = width / Math.sqrt(this.#scale);
      context.stroke();
    };
    const strong = marked ? this.#graph.links.filter(({ source, target }) => source === marked || target === marked) : [];
    paint(this.#graph.links, this.#colours.link, 1.1);
    paint(strong, this.#colours.accent, 1.8);
  }

  #paintNode(node, quiet) {
    const context = this.#context;
    context.globalAlpha = quiet ? 0.35 : 1;
    context.beginPath();
    context.arc(node.x, node.y, node.radius, 0, 2 * Math.PI);
    context.fillStyle = this.#colours[node.data.type] ?? this.#colours.other;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = this.#colours.halo;
    context.stroke();
    if (node.radius > 8 && this.#graph.hidden(node) > 0) {
      // A ring says that there is more behind it; of the many small ones nearly all would have one.
      context.beginPath();
      context.arc(node.x, node.y, node.radius + 3, 0, 2 * Math.PI);
      context.lineWidth = 1.2;
      context.strokeStyle = context.fillStyle;
      context.globalAlpha = quiet ? 0.15 : 0.55;
      context.stroke();
    }
    context.globalAlpha = 1;
    if (node === this.#selected) {
      context.beginPath();
      context.arc(node.x, node.y, node.radius + 5.5, 0, 2 * Math.PI);
      context.lineWidth = 2.5;
      context.strokeStyle = this.#colours.ink;
      context.stroke();
    }
  }

  #paintFlash(node, left) {
    const context = this.#context;
    context.beginPath();
    context.arc(node.x, node.y, node.radius + 6 + 22 * (1 - left), 0, 2 * Math.PI);
    context.globalAlpha = left;
    context.lineWidth = 3;
    context.strokeStyle = this.#colours.accent;
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Names, the important ones first, and only where they cover no other one. */
  #paintLabels(near) {
    const context = this.#context;
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = LABEL_FONT;
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.lineJoin = 'round';
    const rank = (node) =>
      node === this.#hovered ? 4 : node === this.#selected ? 3 : near.has(node) && this.#hovered ? 2 : node.radius > 8 ? 1 : 0;
    const nodes = [...this.#graph.nodes.values()]
      .filter((node) => rank(node) > 0 || node.radius * this.#scale > 8)
      .sort((a, b) => rank(b) - rank(a) || b.radius - a.radius || b.degree - a.degree);
    const taken = [];
    for (const node of nodes) {
      const x = node.x * this.#scale + this.#x;
      const y = node.y * this.#scale + this.#y + (node.radius + 4) * this.#scale + 2;
      if (x < -50 || x > this.#width + 50 || y < -20 || y > this.#height + 10) {
        continue;
      }
      const text = short(node.data.label, rank(node) > 2 ? 48 : 24);
      const half = context.measureText(text).width / 2 + 3;
      const box = [x - half, y - 1, x + half, y + 14];
      if (rank(node) < 3 && taken.some((other) => overlap(box, other))) {
        continue;
      }
      taken.push(box);
      context.globalAlpha = this.#hovered && rank(node) < 2 ? 0.35 : 1;
      context.lineWidth = 3.5;
      context.strokeStyle = this.#colours.halo;
      context.strokeText(text, x, y);
      context.fillStyle = this.#colours.ink;
      context.fillText(text, x, y);
    }
    context.globalAlpha = 1;
  }

  // --- pointers --------------------------------------------------------------------------------------------------

  #place(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #nodeAt({ x, y }, reach) {
    let best = null;
    let nearest = Infinity;
    for (const node of this.#graph.nodes.values()) {
      const distance =
        Math.hypot(node.x * this.#scale + this.#x - x, node.y * this.#scale + this.#y - y) -
        node.radius * this.#scale;
      if (distance < reach && distance < nearest) {
        nearest = distance;
        best = node;
      }
    }
    return best;
  }

  #down(event) {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#canvas.focus({ preventScroll: true });
    const place = this.#place(event);
    this.#pointers.set(event.pointerId, place);
    this.#hover(null);
    if (this.#pointers.size === 2) {
      this.#release();
      this.#gesture = { kind: 'pinch' };
    } else if (this.#pointers.size === 1) {
      const node = this.#nodeAt(place, event.pointerType === 'touch' ? 14 : 4);
      this.#gesture = { kind: node ? 'drag' : 'pan', node, start: place, moved: false };
    }
  }

  #move(event) {
    const place = this.#place(event);
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      const node = this.#nodeAt(place, 4);
      this.#hover(node, place);
      return;
    }
    const gesture = this.#gesture;
    if (gesture?.kind === 'pinch') {
      const [a, b] = [...this.#pointers.values()];
      const spread = Math.hypot(a.x - b.x, a.y - b.y);
      this.#pointers.set(event.pointerId, place);
      const [c, d] = [...this.#pointers.values()];
      this.#pan((c.x + d.x - a.x - b.x) / 2, (c.y + d.y - a.y - b.y) / 2);
      this.zoom(Math.hypot(c.x - d.x, c.y - d.y) / (spread || 1), (c.x + d.x) / 2, (c.y + d.y) / 2);
      return;
    }
    this.#pointers.set(event.pointerId, place);
    gesture.moved ||= Math.hypot(place.x - gesture.start.x, place.y - gesture.start.y) > CLICK_SLOP;
    if (!gesture.moved) {
      return;
    }
    if (gesture.kind === 'pan') {
      this.#pan(place.x - before.x, place.y - before.y);
    } else {
      this.#following = false;
      gesture.node.held = true;
      gesture.node.x = (place.x - this.#x) / this.#scale;
      gesture.node.y = (place.y - this.#y) / this.#scale;
      this.#graph.forces.warm(0.25);
      this.draw();
    }
  }

  #up(event) {
    const gesture = this.#gesture;
    this.#pointers.delete(event.pointerId);
    this.#release();
    this.#gesture = null;
    if (gesture && !gesture.moved && gesture.kind !== 'pinch' && event.type === 'pointerup') {
      this.#handlers.choose(gesture.node, 'click');
    }
  }

  #release() {
    if (this.#gesture?.node) {
      this.#gesture.node.held = false;
    }
  }

  #pan(dx, dy) {
    this.#following = false;
    this.#x += dx;
    this.#y += dy;
    this.draw();
  }

  #wheel(event) {
    event.preventDefault();
    const { x, y } = this.#place(event);
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    this.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0018)), x, y);
  }

  #hover(node, place) {
    if (node !== this.#hovered) {
      this.#hovered = node;
      this.#canvas.style.cursor = node ? 'pointer' : '';
      this.draw();
    }
    this.#handlers.hover(node, place?.x ?? 0, place?.y ?? 0);
  }

  // --- keys ------------------------------------------------------------------------------------------------------

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key in DIRECTIONS) {
      this.#step(...DIRECTIONS[event.key]);
    } else if (event.key === '+' || event.key === '=') {
      this.zoom(1.3);
    } else if (event.key === '-') {
      this.zoom(1 / 1.3);
    } else if (event.key === '0') {
      this.fit();
    } else if (event.key === 'Escape') {
      this.#handlers.choose(null, 'key');
    } else if (event.key === 'Enter' && this.#selected) {
      this.#handlers.open(this.#selected);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && this.#selected) {
      this.#handlers.hide(this.#selected);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** To the nearest node in a direction; what is linked counts as nearer. */
  #step(dx, dy) {
    const from = this.#selected ?? { x: (this.#width / 2 - this.#x) / this.#scale, y: (this.#height / 2 - this.#y) / this.#scale };
    const linked = this.#selected ? this.#graph.linked(this.#selected) : new Set();
    let best = null;
    let least = Infinity;
    for (const node of this.#graph.nodes.values()) {
      const x = node.x - from.x;
      const y = node.y - from.y;
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy - y * dx);
      if (node === this.#selected || (this.#selected && ahead <= aside * 0.6)) {
        continue;
      }
      const cost = (Math.hypot(x, y) + aside) * (linked.has(node) ? 0.5 : 1);
      if (cost < least) {
        least = cost;
        best = node;
      }
    }
    if (best) {
      this.#handlers.choose(best, 'key');
    }
  }
}

const short = (text, most) => (text.length > most ? text.slice(0, most - 1).trimEnd() + '…' : text);

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
