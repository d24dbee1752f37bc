const COOLING = 0.975;
const COLD = 0.004;
const FRICTION = 0.62;
const REPULSION = 15;
const REACH = 420;
const GRAVITY = 0.02;
const GAP = 0.9; // Of the radii: names need room, and the larger ones have one.

/**
 * Lays a graph out by forces: bodies push each other away, links pull, a weak pull keeps everything together. A step
 * compares every pair, which is quick enough for the few hundred nodes that a picture can hold.
 *
 * <p>A body is `{x, y, vx, vy, radius, held}`; a link is `{source, target}` of bodies. A held body stays where it is.
 */
export class Forces {
  bodies = [];
  links = [];
  #heat = 0;

  get resting() {
    return this.#heat < COLD;
  }

  /** Takes another graph and starts to move. */
  set(bodies, links, heat = 0.7) {
    this.bodies = bodies;
    this.links = links;
    for (const body of bodies) {
      body.degree = 0;
    }
    for (const { source, target } of links) {
      source.degree++;
      target.degree++;
    }
    this.warm(heat);
  }

  warm(heat) {
    this.#heat = Math.max(this.#heat, heat);
  }

  /** Moves everything a bit; false once it rests. */
  step() {
    if (this.resting) {
      return false;
    }
    this.#pull();
    this.#push();
    for (const body of this.bodies) {
      if (body.held) {
        body.vx = body.vy = 0;
        continue;
      }
      body.vx = (body.vx - body.x * GRAVITY * this.#heat) * FRICTION;
      body.vy = (body.vy - body.y * GRAVITY * this.#heat) * FRICTION;
      body.x += body.vx;
      body.y += body.vy;
    }
    this.#heat *= COOLING;
    return true;
  }

  #pull() {
    for (const { source, target } of this.links) {
      const dx = target.x + target.vx - source.x - source.vx || 0.01;
      const dy = target.y + target.vy - source.y - source.vy || 0.01;
      const distance = Math.hypot(dx, dy);
      const fewer = Math.min(source.degree, target.degree);
      const length = 22 + source.radius + target.radius + (fewer > 1 ? 9 * Math.sqrt(source.degree + target.degree) : 0);
      const strength = ((distance - length) / distance) * (this.#heat / Math.max(1, Math.sqrt(fewer))) * 0.7;
      // The one with fewer links gives way more.
      const share = source.degree / (source.degree + target.degree);
      target.vx -= dx * strength * share;
      target.vy -= dy * strength * share;
      source.vx += dx * strength * (1 - share);
      source.vy += dy * strength * (1 - share);
    }
  }

  #push() {
    const { bodies } = this;
    for (let i = 0; i < bodies.length; i++) {
      const a = bodies[i];
      for (let j = i + 1; j < bodies.length; j++) {
        const b = bodies[j];
        let dx = b.x - a.x;
        let dy = b.y - a.y;
        let square = dx * dx + dy * dy;
        if (square > REACH * REACH) {
          continue;
        }
        if (square < 1) {
          // On one spot: apart by an angle of their own, so that the same graph is always drawn alike.
          dx = Math.cos(i);
          dy = Math.sin(j + 1);
          square = 1;
        }
        const distance = Math.sqrt(square);
        let force = (REPULSION * a.radius * b.radius * this.#heat) / Math.max(square, 60);
        const overlap = (a.radius + b.radius) * (1 + GAP) - distance;
        if (overlap > 0) {
          force += overlap * 0.25;
        }
        const fx = (dx / distance) * force;
        const fy = (dy / distance) * force;
        a.vx -= fx;
        a.vy -= fy;
        b.vx += fx;
        b.vy += fy;
      }
    }
  }
}
