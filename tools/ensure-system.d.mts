// The types of ensure-system.mjs, which any Node must be able to run.
export const CHROMIUMS: readonly string[];
export function systemChromium(): string | undefined;
export function ensureChromium(): void;
export function systemPostgres(): string | undefined;
export function ensurePostgres(): void;
