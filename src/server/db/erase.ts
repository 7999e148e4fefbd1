// Erasing in the tables: what is settled and not done yet, what goes with a household, and the tombstones that outlive a restore.
import { sql, type Generated } from 'kysely';
import { erasedRow } from '#commune/households/erased.ts';
import type { HouseholdRow } from '#commune/households/rows.ts';
import type { Day } from '#commune/places/rows.ts';
import { goesWith } from '#commune/rights/erase.ts';
import { dayAt } from '../clock.ts';
import type { NamedClip } from './clips.ts';
import type { Db, Tx } from './open.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    subject_key: { commune_id: number; subject: string; key: Buffer; made_at: number };
    erased: { commune_id: number; subject: string; at: number; why: 'asked' | 'over'; looked_at: Generated<number> };
  }
}

export interface Tombstone {
  readonly subject: string;
  /** ms. */
  readonly at: number;
  /** asked: two people settled it · over: the household left longer ago than its data are kept. */
  readonly why: 'asked' | 'over';
}

export interface Settled {
  readonly request: string;
  readonly household: string;
}

/** Requests to erase that two people have settled and that are not carried out yet. */
export async function settledErasings(tx: Tx): Promise<readonly Settled[]> {
  const { rows } = await sql<Settled>`select id request, household_id household from kept_row
    where commune_id = ${tx.commune} and kind = 'request' and not gone
      and body->'erasing'->>'confirmedOn' is not null and body->'erasing'->>'doneOn' is null order by id`.execute(tx);
  return rows;
}

/** The household's own line and those of the households merged into it, which are the same family: its own last. */
export async function familyOf(tx: Tx, household: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select k.id from kept_row k where k.commune_id = ${tx.commune} and k.kind = 'household' and not k.gone
    and k.body->>'mergedInto' = ${household} order by k.id`.execute(tx);
  return [...rows.map(({ id }) => id), household];
}

/** Households that were closed on that day or before, and are not erased. Those merged into another go with it. */
export async function leftBefore(tx: Tx, day: Day): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from kept_row where commune_id = ${tx.commune} and kind = 'household' and not gone
    and body->>'closedOn' <= ${day} and body->>'erasedOn' is null and body->>'mergedInto' is null order by id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Keys of the household's rows that go; what the law keeps is not among them. */
export async function rowsToErase(tx: Tx, household: string): Promise<readonly string[]> {
  const rows = await tx.selectFrom('kept_row').select(['kind', 'id']).where('commune_id', '=', tx.commune)
    .where('household_id', '=', household).where('gone', '=', false).orderBy('kind').orderBy('id').execute();
  return rows.filter(({ kind }) => goesWith(kind)).map(({ kind, id }) => `${kind}/${id}`);
}

/**
 * Writes the tombstone and takes away what is no act: the household's key, its cards and their sessions, and sheets that wait
 * to be taken into the register, which may name it.
 */
export async function buryHousehold(tx: Tx, { subject, at, why }: Tombstone): Promise<void> {
  await tx.insertInto('erased').values({ commune_id: tx.commune, subject, at, why }).onConflict((conflict) => conflict.doNothing()).execute();
  await tx.deleteFrom('subject_key').where('commune_id', '=', tx.commune).where('subject', '=', subject).execute();
  const people = await tx.deleteFrom('card').where('commune_id', '=', tx.commune).where('household_id', '=', subject).returning('person').execute();
  const persons = [...new Set(people.map(({ person }) => person))];
  if (persons.length > 0) {
    await tx.deleteFrom('session').where('commune_id', '=', tx.commune).where('person', 'in', persons).execute();
    await tx.updateTable('device').set({ phone_name: '' }).where('commune_id', '=', tx.commune).where('person', 'in', persons).execute();
  }
  await tx.deleteFrom('sheet_upload').where('commune_id', '=', tx.commune).execute();
}

export async function readTombstones(tx: Tx): Promise<readonly Tombstone[]> {
  return await tx.selectFrom('erased').select(['subject', 'at', 'why']).where('commune_id', '=', tx.commune).orderBy('subject').execute();
}

/** Photos and recordings of erased households that still have a line here, in the book or in the tray. */
export async function clipsOfErased(tx: Tx): Promise<readonly NamedClip[]> {
  const { rows } = await sql<NamedClip>`select hash, household_id household, file from clip where commune_id = ${tx.commune}
      and household_id in (select subject from erased where commune_id = ${tx.commune})
    union select hash, household_id, file from tray_clip where commune_id = ${tx.commune}
      and household_id in (select subject from erased where commune_id = ${tx.commune})`.execute(tx);
  return rows;
}

/** Parts of such that were still coming in; answers the names of their files. */
export async function dropPartsOfErased(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`delete from clip_part p using erased e
    where p.commune_id = ${tx.commune} and e.commune_id = p.commune_id and e.subject = p.household_id returning p.name`.execute(tx);
  return rows.map(({ name }) => name);
}

/**
 * After a backup older than the erasing was put back: what it brought of erased households goes again. Their lines become the
 * empty ones; rows the law keeps stay where the backup still had their words. The restored server begins a new life and every
 * phone reads anew, so no entry is needed. Idempotent.
 */
export async function replayErased(db: Db, commune: string, tombstones: readonly Tombstone[]): Promise<void> {
  if (tombstones.length === 0) return;
  await db.inCommune(commune, 'write', async (tx) => {
    for (const one of tombstones) {
      await buryHousehold(tx, one);
      const rows = await tx.selectFrom('kept_row').select(['kind', 'id', 'village_id', 'body']).where('commune_id', '=', tx.commune)
        .where('household_id', '=', one.subject).where('gone', '=', false).execute();
      for (const { kind, id, village_id, body } of rows) {
        if (kind === 'household') {
          if ((body as Partial<HouseholdRow['body']> | null)?.erasedOn !== undefined) continue;
          const stub = erasedRow({ id, village: village_id, household: one.subject }, dayAt(one.at));
          await tx.updateTable('kept_row').set({ body: JSON.stringify(stub.body) }).where('commune_id', '=', tx.commune).where('kind', '=', kind).where('id', '=', id).execute();
        } else if (goesWith(kind) || body === null) {
          // A row that is gone adds nothing to the sums (digest.ts): its mark goes with it.
          await sql`update kept_row set gone = true, body = 'null', mark = 0 where commune_id = ${tx.commune} and kind = ${kind} and id = ${id}`.execute(tx);
        }
      }
    }
    await countAnew(tx);
  });
}

/** Sums over rows (0070_digest.sql) after rows went without an act. */
async function countAnew(tx: Tx): Promise<void> {
  await sql`update row_sum set rows = 0, sum = 0 where commune_id = ${tx.commune}`.execute(tx);
  await sql`insert into row_sum (commune_id, kind, village_id, loose, rows, sum)
    select commune_id, kind, coalesce(village_id, ''), household_id is null, count(*), sum(mark) % 4503599627370496
    from kept_row where commune_id = ${tx.commune} and not gone group by 1, 2, 3, 4
    on conflict (commune_id, kind, village_id, loose) do update set rows = excluded.rows, sum = excluded.sum`.execute(tx);
}
