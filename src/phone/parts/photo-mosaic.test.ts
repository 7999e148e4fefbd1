// A covered place of a photo keeps a few colours and nothing more, the rest keeps every point, and what is undone is as it was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_SQUARES, Mosaic, type Pixels } from './photo-mosaic.ts';

/** Points that are all different from their neighbours: anything that shines through would be another colour. */
function picture(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let n = 0; n < width * height; n++) data.set([(n * 37) % 256, (n * 91 + Math.floor(n / 256)) % 256, (n * 151) % 256, 255], n * 4);
  return { width, height, data };
}
const colourAt = ({ width, data }: Pixels, x: number, y: number): string => data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4).join();

const same = (a: Uint8ClampedArray, b: Uint8ClampedArray): boolean => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

/** The points that are not as they were. */
function changed(before: Uint8ClampedArray, { width, height, data }: Pixels): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if ([0, 1, 2, 3].some((n) => data[(y * width + x) * 4 + n] !== before[(y * width + x) * 4 + n])) found.push([x, y]);
  return found;
}
const coloursOf = (one: Pixels, points: readonly (readonly [number, number])[]) => new Set(points.map(([x, y]) => colourAt(one, x, y)));

describe('Rule 13: faces in photos can be covered', () => {
  it('a touch leaves 5 by 5 colours at most where it covered, and nothing else is changed', () => {
    const one = picture(320, 240);
    const before = one.data.slice();
    const mosaic = new Mosaic(one);
    mosaic.begin();
    const box = mosaic.cover([160, 120], [160, 120], 40)!;
    const points = changed(before, one);
    expect(points.length).toBeGreaterThan(Math.PI * 20 ** 2 * 0.85);
    expect(coloursOf(one, points).size).toBeLessThanOrEqual(MOST_SQUARES ** 2);
    expect(coloursOf(one, points).size).toBeGreaterThan(4);
    // Nothing beyond the reach of the touch and a grain, and nothing beyond the box that is drawn anew.
    expect(points.filter(([x, y]) => Math.hypot(x - 160, y - 120) > 20 + 6)).toEqual([]);
    expect(points.filter(([x, y]) => x < box.x || y < box.y || x >= box.x + box.width || y >= box.y + box.height)).toEqual([]);
    // Every point of the middle is gone.
    const kept = new Set(points.map(String));
    for (let y = 106; y < 134; y++) for (let x = 150; x < 170; x++) expect(kept.has(`${x},${y}`) || Math.hypot(x - 160, y - 120) > 16, `${x},${y}`).toBe(true);
  });

  it('the colours are the averages of what lies below', () => {
    const one = picture(120, 120);
    for (let n = 0; n < 120 * 120; n++) one.data.set(n % 120 < 60 ? [200, 0, 40, 255] : [0, 100, 40, 255], n * 4);
    const mosaic = new Mosaic(one);
    mosaic.begin();
    mosaic.cover([60, 60], [60, 60], 20);
    // Five squares of two grains across, the third of them over the border.
    expect([colourAt(one, 52, 60), colourAt(one, 60, 60), colourAt(one, 68, 60)]).toEqual(['200,0,40,255', '100,50,40,255', '0,100,40,255']);
  });

  it('rubbed over or tapped many times, a large face keeps no more colours than a small one', () => {
    const rubbed = picture(320, 240);
    const before = rubbed.data.slice();
    const rubbing = new Mosaic(rubbed);
    rubbing.begin();
    for (let y = 40; y <= 200; y += 20) rubbing.cover([60, y], [260, y], 30);
    expect(rubbing.strokes).toBe(1);
    expect(coloursOf(rubbed, changed(before, rubbed)).size).toBeLessThanOrEqual(MOST_SQUARES ** 2);
    const tapped = picture(320, 240);
    const tapping = new Mosaic(tapped);
    for (let y = 60; y <= 180; y += 20) for (let x = 60; x <= 260; x += 20) { tapping.begin(); tapping.cover([x, y], [x, y], 30); }
    expect(tapping.strokes).toBe(77);
    expect(coloursOf(tapped, changed(before, tapped)).size).toBeLessThanOrEqual(MOST_SQUARES ** 2);
  });

  it('two faces apart keep colours of their own, and a finger drawn over the picture leaves no gap', () => {
    const one = picture(320, 240);
    const before = one.data.slice();
    const mosaic = new Mosaic(one);
    mosaic.begin();
    mosaic.cover([40, 40], [40, 40], 30);
    const first = changed(before, one).map(([x, y]) => [x, y, colourAt(one, x, y)]);
    mosaic.begin();
    mosaic.cover([100, 200], [300, 120], 20);
    expect(first.filter(([x, y, colour]) => colourAt(one, x as number, y as number) !== colour)).toEqual([]);
    const points = new Set(changed(before, one).map(String));
    for (let n = 0; n <= 100; n++) expect(points.has(`${Math.round(100 + 2 * n)},${Math.round(200 - 0.8 * n)}`), `${n}`).toBe(true);
  });

  it.each([[0, 0], [319, 0], [0, 239], [319, 239], [-50, 120], [400, 500], [160, 0]])('at the edge, at %d, %d, it covers what there is of the picture', (x, y) => {
    const one = picture(320, 240);
    const before = one.data.slice();
    const mosaic = new Mosaic(one);
    mosaic.begin();
    const box = mosaic.cover([x, y], [x, y], 40)!;
    expect(changed(before, one).length).toBeGreaterThan(0);
    expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 240).toBe(true);
    expect(colourAt(one, Math.max(0, Math.min(319, x)), Math.max(0, Math.min(239, y)))).not.toBe(colourAt({ ...one, data: before }, Math.max(0, Math.min(319, x)), Math.max(0, Math.min(239, y))));
    expect(mosaic.undo()).toEqual(box);
    expect(one.data).toEqual(before);
  });

  it('pictures whose sides no grain divides, and tiny ones, are covered to the last point', () => {
    for (const [width, height] of [[333, 247], [61, 130], [7, 3], [1, 1]] as const) {
      const one = picture(width, height);
      const mosaic = new Mosaic(one);
      mosaic.begin();
      mosaic.cover([0, 0], [width, height], 4 * Math.max(width, height));
      const all = Array.from({ length: width * height }, (_, n) => [n % width, Math.floor(n / width)] as const);
      expect(coloursOf(one, all).size, `${width} by ${height}`).toBeLessThanOrEqual(MOST_SQUARES ** 2);
    }
  });

  it('a touch on what is covered already is no stroke: undo always takes something back', () => {
    const one = picture(320, 240);
    const before = one.data.slice();
    const mosaic = new Mosaic(one);
    for (let n = 0; n < 3; n++) { mosaic.begin(); mosaic.cover([160, 120], [160, 120], 40); }
    expect(mosaic.strokes).toBe(1);
    mosaic.undo();
    expect(one.data).toEqual(before);
    expect([mosaic.undo(), mosaic.strokes]).toEqual([null, 0]);
  });

  it('undo gives the exact earlier points, stroke by stroke, whatever was covered over what', () => {
    const point = fc.tuple(fc.integer({ min: -20, max: 180 }), fc.integer({ min: -20, max: 140 }));
    fc.assert(fc.property(fc.array(fc.record({ way: fc.array(point, { minLength: 2, maxLength: 4 }), across: fc.integer({ min: 1, max: 90 }) }), { minLength: 1, maxLength: 6 }), (strokes) => {
      const one = picture(160, 120);
      const original = one.data.slice();
      const mosaic = new Mosaic(one);
      const stood: Uint8ClampedArray[] = [];
      for (const { way, across } of strokes) {
        const before = one.data.slice();
        const count = mosaic.strokes;
        mosaic.begin();
        for (let n = 1; n < way.length; n++) mosaic.cover(way[n - 1]!, way[n]!, across);
        if (mosaic.strokes > count) stood.push(before);
        else expect(same(one.data, before)).toBe(true);
      }
      expect(mosaic.strokes).toBe(stood.length);
      while (stood.length > 0) {
        mosaic.undo();
        expect(same(one.data, stood.pop()!)).toBe(true);
      }
      expect(same(one.data, original)).toBe(true);
    }), { seed: 13, numRuns: 60 });
  });
});
