// What each device was told it may read, in order: kept, so that the next word names what was lost since.
import { sql } from 'kysely';
import type { Grant } from '#commune/places/policy.ts';
import type { Lost } from '#journal/scope.ts';
import type { Tx } from './open.ts';
import type { JsonText } from './tables.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    scope_said: {
      commune_id: number; device: string; n: number; scope: string; places: JsonText<readonly Grant[]>; lost: JsonText<Lost>; gained: JsonText<Lost>; said_at: number;
    };
  }
}

export interface SaidScope {
  readonly n: number;
  readonly scope: string;
  /** The grants of that moment. */
  readonly places: readonly Grant[];
  readonly lost: Lost;
  readonly gained: Lost;
}

/** The last word said to the device; and the last one said of that scope, if there was one. */
export async function readSaid(tx: Tx, device: string, scope: string | null): Promise<{ last: SaidScope | undefined; of: SaidScope | undefined }> {
  const { rows } = await sql<SaidScope>`select distinct on (same) n, scope, places, lost, gained
    from (select *, scope = ${scope ?? ''} same from scope_said where commune_id = ${tx.commune} and device = ${device}) said order by same, n desc`.execute(tx);
  const last = rows.reduce<SaidScope | undefined>((a, b) => (a === undefined || b.n > a.n ? b : a), undefined);
  return { last, of: rows.find((one) => one.scope === scope) };
}

/** The same word once more, under a newer number. */
export async function sayAgain(tx: Tx, device: string, before: number, n: number, at: number): Promise<void> {
  await tx.updateTable('scope_said').set({ n, said_at: at }).where('commune_id', '=', tx.commune).where('device', '=', device).where('n', '=', before).execute();
}

/** Keeps the device's next word. Within a transaction that writes the commune: nobody takes the same number. */
export async function saySaid(tx: Tx, device: string, said: SaidScope, at: number): Promise<void> {
  await tx.insertInto('scope_said').values({
    commune_id: tx.commune, device, n: said.n, scope: said.scope, places: JSON.stringify(said.places), lost: JSON.stringify(said.lost),
    gained: JSON.stringify(said.gained), said_at: at,
  }).execute();
}
