// Uploaded sheets for one day, how heads were mapped before, and the register they are set beside.
import type { HouseholdRow } from '#commune/households/rows.ts';
import type { Receipt } from '#commune/households/sheet/answer.ts';
import type { Mapping, Part } from '#commune/households/sheet/mapping.ts';
import type { Learned } from '#commune/households/sheet/sight.ts';
import type { VillageRow } from '#commune/places/rows.ts';
import type { Tx } from './open.ts';
import type { JsonText } from './tables.ts';

/** The last look at an upload: what was asked and the digest of what was shown. */
export interface Asked {
  readonly parts: readonly Part[];
  readonly digest: string;
}

declare module './tables.ts' {
  interface Tables {
    sheet_upload: {
      commune_id: number; id: string; person: string; at: number;
      sheets: Buffer | null; asked: JsonText<Asked> | null; taken: JsonText<Receipt> | null;
    };
    sheet_mapping: { commune_id: number; heads: string; mapping: JsonText<Mapping>; at: number };
  }
}

export interface Upload {
  readonly id: string;
  readonly sheets: Buffer | null;
  readonly asked: Asked | null;
  readonly taken: Receipt | null;
}

export async function putUpload(tx: Tx, upload: { readonly id: string; readonly person: string; readonly at: number; readonly sheets: Uint8Array }): Promise<void> {
  await tx.insertInto('sheet_upload').values({
    commune_id: tx.commune, id: upload.id, person: upload.person, at: upload.at, sheets: Buffer.from(upload.sheets), asked: null, taken: null,
  }).execute();
}

/** An upload of this very person, if it is still kept. */
export async function readUpload(tx: Tx, id: string, person: string): Promise<Upload | undefined> {
  return await tx.selectFrom('sheet_upload').select(['id', 'sheets', 'asked', 'taken'])
    .where('commune_id', '=', tx.commune).where('id', '=', id).where('person', '=', person).executeTakeFirst();
}

export async function noteAsked(tx: Tx, id: string, asked: Asked): Promise<void> {
  await tx.updateTable('sheet_upload').set({ asked: JSON.stringify(asked) }).where('commune_id', '=', tx.commune).where('id', '=', id).execute();
}

/** The sheets go at once when they are taken; the receipt stays for the day. */
export async function noteTaken(tx: Tx, id: string, receipt: Receipt): Promise<void> {
  await tx.updateTable('sheet_upload').set({ taken: JSON.stringify(receipt), sheets: null }).where('commune_id', '=', tx.commune).where('id', '=', id).execute();
}

export async function dropUpload(tx: Tx, id: string, person: string): Promise<void> {
  await tx.deleteFrom('sheet_upload').where('commune_id', '=', tx.commune).where('id', '=', id).where('person', '=', person).execute();
}

/** Uploads older than `before` (ms) go. */
export async function sweepUploads(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('sheet_upload').where('commune_id', '=', tx.commune).where('at', '<', before).execute();
}

/** Mappings of this commune, newest first. */
export async function learnedMappings(tx: Tx): Promise<readonly Learned[]> {
  return await tx.selectFrom('sheet_mapping').select(['heads', 'mapping']).where('commune_id', '=', tx.commune).orderBy('at', 'desc').limit(100).execute();
}

export async function learnMapping(tx: Tx, learned: Learned, at: number): Promise<void> {
  const mapping = JSON.stringify(learned.mapping);
  await tx.insertInto('sheet_mapping').values({ commune_id: tx.commune, heads: learned.heads, mapping, at })
    .onConflict((conflict) => conflict.columns(['commune_id', 'heads']).doUpdateSet({ mapping, at })).execute();
}

/** Open villages of the commune. */
export async function openVillages(tx: Tx): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const rows = await tx.selectFrom('kept_row').select(['id', 'body'])
    .where('commune_id', '=', tx.commune).where('kind', '=', 'village').where('gone', '=', false).orderBy('id').execute();
  return rows.map(({ id, body }) => ({ id, body: body as VillageRow['body'] })).filter(({ body }) => body.closedOn === null).map(({ id, body }) => ({ id, name: body.name }));
}

/** Every household of the commune, closed ones too, in the order of their ids. */
export async function register(tx: Tx): Promise<readonly HouseholdRow[]> {
  const rows = await tx.selectFrom('kept_row').select(['id', 'village_id', 'household_id', 'body'])
    .where('commune_id', '=', tx.commune).where('kind', '=', 'household').where('gone', '=', false).orderBy('id').execute();
  return rows.map((row) => ({ kind: 'household', id: row.id, village: row.village_id, household: row.household_id, body: row.body as HouseholdRow['body'] }));
}

/** Households of one village, closed ones too, in the order of their ids. */
export async function householdsIn(tx: Tx, village: string): Promise<readonly HouseholdRow[]> {
  const rows = await tx.selectFrom('kept_row').select(['id', 'village_id', 'household_id', 'body'])
    .where('commune_id', '=', tx.commune).where('kind', '=', 'household').where('village_id', '=', village).where('gone', '=', false).orderBy('id').execute();
  return rows.map((row) => ({ kind: 'household', id: row.id, village: row.village_id, household: row.household_id, body: row.body as HouseholdRow['body'] }));
}

/** Number of the last entry that touched a household or a village; 0 for none. */
export async function registerEntry(tx: Tx): Promise<number> {
  const row = await tx.selectFrom('kept_row').select((select) => select.fn.max('entry').as('entry'))
    .where('commune_id', '=', tx.commune).where('kind', 'in', ['household', 'village']).executeTakeFirst();
  return row?.entry ?? 0;
}
