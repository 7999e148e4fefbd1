// The tables as TypeScript sees them; the truth is in migrations/*.sql, and a test compares the two.
import type { ColumnType, Generated } from 'kysely';

/** JSON as PostgreSQL's `json`: read as a value, written as its text. */
export type JsonText<T> = ColumnType<T, string, string>;

/** Further tables are added beside their migration: `declare module '#server/db/tables.ts' { interface Tables {…} }`. */
export interface Tables {
  house: { key: string; value: string };
  house_commune: { code: string; name: string; sample: boolean; founded_at: number };
  journal: { commune_id: number; last_entry: number; chain: Generated<Buffer> };
  seat: {
    commune_id: number; device: string; person: string;
    last_turn: Generated<number>; safe_turn: Generated<number>; opened_at: number;
  };
  act: {
    commune_id: number; device: string; turn: number; id: string; kind: string; v: number; at: number;
    body: JsonText<unknown>; entry: number | null; verdict: JsonText<unknown>; waits: boolean; received_at: number;
    hash: Buffer; chain: Buffer | null; sent_at: number | null; booked_at: number | null;
  };
  act_apart: {
    commune_id: number; device: string; turn: number; tally: string; act: JsonText<unknown>; reason: string; received_at: number;
  };
  kept_row: {
    commune_id: number; kind: string; id: string; village_id: string | null; household_id: string | null;
    entry: number; gone: Generated<boolean>; body: JsonText<unknown>; mark: number;
  };
  row_left: { commune_id: number; entry: number; kind: string; id: string; village_id: string | null; household_id: string | null };
}
