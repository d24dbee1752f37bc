import { Forces } from './force.js';

/** More than this is no picture, and too slow to lay out. */
export const MOST_NODES = 500;

const RADIUS = { artist: 13, genre: 12, playlist: 12, album: 9, track: 5.5 };
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** What is in the picture: nodes by identifier, where they are, and the links between those that are there. */
export class Graph {
  nodes = new Map();
  links = [];
  forces = new Forces();

  get size() {
    return this.nodes.size;
  }

  get(id) {
    return this.nodes.get(id);
  }

  /** Starts anew with these. */
  reset(list) {
    this.nodes = new Map();
    this.add(list, null, 1);
  }

  /** Adds nodes around another one, or brings those up to date that are there. Gives how many found no room. */
  add(list, near, heat = 0.5) {
    const named = new Map(); // By whom a node is named that comes later.
    const children = new Map();
    let left = 0;
    for (const data of list) {
      const there = this.get(data.id);
      if (there) {
        this.#update(there, data);
      } else if (this.size < MOST_NODES) {
        const parent =
          this.get(near) ?? named.get(data.id) ?? data.edges.map((id) => this.get(id)).find((node) => node) ?? null;
        const index = children.get(parent) ?? 0;
        children.set(parent, index + 1);
        const node = body(data, place(parent, index));
        this.nodes.set(data.id, node);
        data.edges.forEach((id) => named.has(id) || named.set(id, node));
      } else {
        left++;
      }
    }
    this.#relink(heat);
    return left;
  }

  /** Takes over what a node has become, unless that is older than what is shown. */
  update(data) {
    const node = this.get(data.id);
    if (!node || data.timestamp <= node.data.timestamp) {
      return false;
    }
    this.#update(node, data);
    this.#relink(0.3);
    return true;
  }

  #update(node, data) {
    if (data.timestamp >= node.data.timestamp) {
      node.data = data;
    }
  }

  remove(id) {
    if (this.nodes.delete(id)) {
      this.#relink(0.3);
    }
  }

  /** The nodes in the picture that a node is linked with, either way. */
  linked(node) {
    const found = new Set();
    for (const { source, target } of this.links) {
      if (source === node) {
        found.add(target);
      } else if (target === node) {
        found.add(source);
      }
    }
    return found;
  }

  /** How many neighbours of a node are not in the picture. */
  hidden(node) {
    return Math.max(0, node.data.neighbours - node.degree);
  }

  #relink(heat) {
    this.links = [];
    for (const source of this.nodes.values()) {
      for (const id of source.data.edges) {
        const target = this.get(id);
        if (target && target !== source) {
          this.links.push({ source, target });
        }
      }
    }
    this.forces.set([...this.nodes.values()], this.links, heat);
  }
}

/** Where a node starts: outward from its parent, so that what belongs together is together from the beginning. */
function place(parent, index) {
  if (!parent) {
    const distance = 40 * Math.sqrt(index);
    return { x: distance * Math.cos(index * GOLDEN_ANGLE), y: distance * Math.sin(index * GOLDEN_ANGLE) };
  }
  const isCentral = Math.hypot(parent.x, parent.y) < 20;
  const angle = isCentral
    ? index * GOLDEN_ANGLE
    : Math.atan2(parent.y, parent.x) + (index % 2 ? 1 : -1) * Math.ceil(index / 2) * 0.3;
  const distance = isCentral ? 90 + 4 * index : 44;
  return { x: parent.x + distance * Math.cos(angle), y: parent.y + distance * Math.sin(angle) };
}

function body(data, { x, y }) {
  return {
    data,
    x,
    y,
    vx: 0,
    vy: 0,
    radius: RADIUS[data.type] ?? 8,
    held: false,
    fetched: 0,
    degree: 0,
    flash: 0,
  };
}
