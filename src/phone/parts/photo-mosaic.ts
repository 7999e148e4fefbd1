// Covers places of a picture with a few large squares of their own average colour; what lies below can be put back only while it is open.

/** Red, green, blue and alpha of each point, row by row, as a canvas gives them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** A part of the picture, in points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Squares along the longer side of a covered piece, however large it is: of a face that is covered no more is left than this. */
export const MOST_SQUARES = 5;
/** What is covered is counted in grains, this many along the shorter side: fine enough that a patch looks round. */
const GRAINS = 60;

interface Grain {
  readonly box: Box;
  /** The points as they were before. */
  readonly below: Uint8ClampedArray;
  readonly sum: readonly [number, number, number];
  /** The colour laid on it, as one number; -1 before the first. */
  colour: number;
}

type Count = [red: number, green: number, blue: number, points: number];

/**
 * The covering of one picture, which it changes in place. Covered grains that touch are one piece; a piece has at most
 * MOST_SQUARES by MOST_SQUARES colours. So a large face that is rubbed over, or tapped many times, tells no more than a small one.
 */
export class Mosaic {
  readonly #picture: Pixels;
  readonly #side: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #covered = new Map<number, Grain>();
  /** Grains newly covered by each stroke. */
  readonly #strokes: number[][] = [];
  #begun = false;

  constructor(picture: Pixels) {
    this.#picture = picture;
    this.#side = Math.max(1, Math.floor(Math.min(picture.width, picture.height) / GRAINS));
    this.#columns = Math.ceil(picture.width / this.#side);
    this.#rows = Math.ceil(picture.height / this.#side);
  }

  /** Strokes that can be taken back. */
  get strokes(): number {
    return this.#strokes.length;
  }

  /** What is covered from now on is one stroke; one that covers nothing new does not count. */
  begin(): void {
    this.#begun = true;
  }

  /** Covers what lies within `across` / 2 of the way from one point to another. Answers what changed; null: nothing. */
  cover(from: readonly [x: number, y: number], to: readonly [x: number, y: number], across: number): Box | null {
    const fresh: number[] = [];
    const pieces = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / Math.max(1, across / 4)));
    for (let n = 0; n <= pieces; n++) this.#patch(from[0] + ((to[0] - from[0]) * n) / pieces, from[1] + ((to[1] - from[1]) * n) / pieces, across / 2, fresh);
    if (fresh.length === 0) return null;
    if (this.#begun) this.#strokes.push([]);
    this.#begun = false;
    this.#strokes.at(-1)?.push(...fresh);
    return this.#paint();
  }

  /** Takes back the last stroke, to the very points that stood there. Answers what changed; null: there was none. */
  undo(): Box | null {
    const stroke = this.#strokes.pop();
    if (!stroke) return null;
    const bounds = new Bounds();
    for (const id of stroke) {
      const grain = this.#covered.get(id)!;
      this.#covered.delete(id);
      rowsOf(this.#picture, grain.box, (at, row) => this.#picture.data.set(grain.below.subarray(row, row + grain.box.width * 4), at));
      bounds.add(grain.box);
    }
    // A piece that hung together by this stroke falls apart: each part has its own squares again.
    this.#paint(bounds);
    return bounds.box();
  }

  #patch(x: number, y: number, reach: number, fresh: number[]): void {
    const side = this.#side;
    const grainAt = (point: number, most: number) => Math.max(0, Math.min(most - 1, Math.floor(point / side)));
    const middle = grainAt(y, this.#rows) * this.#columns + grainAt(x, this.#columns);
    for (let row = grainAt(y - reach, this.#rows); row <= grainAt(y + reach, this.#rows); row++) {
      for (let column = grainAt(x - reach, this.#columns); column <= grainAt(x + reach, this.#columns); column++) {
        const id = row * this.#columns + column;
        const inside = Math.hypot((column + 0.5) * side - x, (row + 0.5) * side - y) <= reach;
        if ((!inside && id !== middle) || this.#covered.has(id)) continue;
        this.#covered.set(id, this.#grain(column, row));
        fresh.push(id);
      }
    }
  }

  #grain(column: number, row: number): Grain {
    const { width, height, data } = this.#picture;
    const [x, y] = [column * this.#side, row * this.#side];
    const box = { x, y, width: Math.min(this.#side, width - x), height: Math.min(this.#side, height - y) };
    const below = new Uint8ClampedArray(box.width * box.height * 4);
    rowsOf(this.#picture, box, (at, to) => below.set(data.subarray(at, at + box.width * 4), to));
    const sum: [number, number, number] = [0, 0, 0];
    for (let at = 0; at < below.length; at += 4) for (const n of [0, 1, 2] as const) sum[n] += below[at + n]!;
    return { box, below, sum, colour: -1 };
  }

  /** Lays every piece's squares on it. */
  #paint(bounds = new Bounds()): Box | null {
    for (const piece of this.#pieces()) {
      const squares = this.#squares(piece);
      for (const [id, square] of squares) {
        const grain = this.#covered.get(id)!;
        const colour = meanOf(square);
        if (grain.colour === colour) continue;
        grain.colour = colour;
        this.#fill(grain.box, colour);
        bounds.add(grain.box);
      }
    }
    return bounds.box();
  }

  /** For each grain of a piece the sum of the square it belongs to. */
  #squares(piece: readonly number[]): ReadonlyMap<number, Count> {
    const columns = piece.map((id) => id % this.#columns);
    const rows = piece.map((id) => Math.floor(id / this.#columns));
    const [left, top] = [least(columns), least(rows)];
    const side = Math.ceil((Math.max(most(columns) - left, most(rows) - top) + 1) / MOST_SQUARES);
    const sums = new Map<number, Count>();
    const found = new Map<number, Count>();
    for (const [n, id] of piece.entries()) {
      const which = Math.floor((rows[n]! - top) / side) * MOST_SQUARES + Math.floor((columns[n]! - left) / side);
      let sum = sums.get(which);
      if (!sum) sums.set(which, sum = [0, 0, 0, 0]);
      const { sum: own, box } = this.#covered.get(id)!;
      for (const c of [0, 1, 2] as const) sum[c] += own[c];
      sum[3] += box.width * box.height;
      found.set(id, sum);
    }
    return found;
  }

  /** The covered grains, those that touch each other together; corners touch too. */
  #pieces(): readonly (readonly number[])[] {
    const left = new Set(this.#covered.keys());
    const pieces: number[][] = [];
    for (const first of left) {
      left.delete(first);
      const piece = [first];
      for (const id of piece) {
        const column = id % this.#columns;
        for (const down of [-1, 0, 1]) {
          for (const aside of [-1, 0, 1]) {
            const next = id + down * this.#columns + aside;
            if (column + aside >= 0 && column + aside < this.#columns && left.delete(next)) piece.push(next);
          }
        }
      }
      pieces.push(piece);
    }
    return pieces;
  }

  #fill(box: Box, colour: number): void {
    const { data } = this.#picture;
    const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
    rowsOf(this.#picture, box, (from) => {
      for (let at = from; at < from + box.width * 4; at += 4) {
        data[at] = red;
        data[at + 1] = green;
        data[at + 2] = blue;
        data[at + 3] = 255;
      }
    });
  }
}

const least = (all: readonly number[]): number => all.reduce((a, b) => Math.min(a, b), Infinity);
const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b), -Infinity);
const meanOf = ([red, green, blue, points]: Count): number => (Math.round(red / points) << 16) | (Math.round(green / points) << 8) | Math.round(blue / points);

/** For each row of the box: where it begins in the picture's points, and where in the box's own. */
function rowsOf(picture: Pixels, box: Box, each: (at: number, own: number) => void): void {
  for (let row = 0; row < box.height; row++) each(((box.y + row) * picture.width + box.x) * 4, row * box.width * 4);
}

/** The smallest box around several. */
class Bounds {
  #left = Infinity;
  #top = Infinity;
  #right = -Infinity;
  #bottom = -Infinity;

  add(box: Box): void {
    this.#left = Math.min(this.#left, box.x);
    this.#top = Math.min(this.#top, box.y);
    this.#right = Math.max(this.#right, box.x + box.width);
    this.#bottom = Math.max(this.#bottom, box.y + box.height);
  }

  box(): Box | null {
    return this.#left === Infinity ? null : { x: this.#left, y: this.#top, width: this.#right - this.#left, height: this.#bottom - this.#top };
  }
}
