// One JSON object a line: what was measured, against what, in the same run.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Measured in the same run, or a peer's published figure where `referenceIs` says so. */
  readonly reference?: number;
  readonly referenceIs?: string;
  /** Where it is not value to reference: of rounds measured in turn, the middle one of their ratios. */
  readonly ratio?: number;
  readonly aim?: string;
  readonly note?: string;
}

const round = (value: number): number => Number(value.toPrecision(4));

/** Prints one figure with the ratio of value to reference. */
export function say(figure: Figure): void {
  const { name, value, unit, reference, ratio, ...rest } = figure;
  const beside = reference === undefined ? {} : { reference: round(reference), ratio: round(ratio ?? value / reference) };
  console.log(JSON.stringify({ name, value: round(value), unit, ...beside, ...rest }));
}

/** Middle value; of an even number the lower middle. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;

/** Value at a part of the sorted list, e.g. 0.99. */
export const quantile = (values: readonly number[], part: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;

export const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1000;
