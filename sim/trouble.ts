// What goes wrong in a world without being anybody's mistake: a road that fails, a phone that is full.
export class Trouble extends Error {}

export const isTrouble = (error: unknown): boolean => error instanceof Trouble;
