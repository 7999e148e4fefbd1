// The real list of provinces and communes, read once; where it comes from stands in UNITS.md.
import { readFileSync } from 'node:fs';

export interface Unit {
  readonly code: string;
  readonly name: string;
  /** With its rank: `Xã Ia Tơi`. */
  readonly fullName: string;
}

export interface Province extends Unit {
  readonly communes: readonly Unit[];
}

let text: string | undefined;
let byCode: Map<string, { readonly unit: Unit; readonly province: Province }> | undefined;

/** The list as JSON text: `Province[]`. */
export const unitsText = (): string => text ??= readFileSync(new URL('./units.json', import.meta.url), 'utf8');

/** The commune, ward or special zone with that code, and its province. */
export function findUnit(code: string): { readonly unit: Unit; readonly province: Province } | undefined {
  byCode ??= new Map((JSON.parse(unitsText()) as readonly Province[])
    .flatMap((province) => province.communes.map((unit) => [unit.code, { unit, province }] as const)));
  return byCode.get(code);
}
