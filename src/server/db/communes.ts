// The list of communes kept on this server, and the epoch of its database.
import type { Tx } from './open.ts';

export interface HouseCommune {
  readonly code: string;
  readonly name: string;
  readonly sample: boolean;
}

/** In a house transaction. */
export async function listCommunes(tx: Tx): Promise<readonly HouseCommune[]> {
  return await tx.selectFrom('house_commune').select(['code', 'name', 'sample']).orderBy('founded_at').orderBy('code').execute();
}

/** Puts a commune on the list; false where it stands there already. Acts may be said in it only afterwards. */
export async function addCommune(tx: Tx, commune: HouseCommune & { now: number }): Promise<boolean> {
  const { code, name, sample, now } = commune;
  const done = await tx.insertInto('house_commune').values({ code, name, sample, founded_at: now })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}
