// Who has read a household's data, out of the audit: day by day, for the household itself and the officer who shows it.
import { sql } from 'kysely';
import type { Tx } from './open.ts';
import './audit.ts';

export interface LookedDay {
  readonly person: string;
  /** Day of the commune, YYYY-MM-DD. */
  readonly on: string;
  readonly times: number;
  /** photo or recording fetched, a list or file made, or rows read. */
  readonly what: string;
  /** The household was named in the line; false: a reading of many, of which the scope says whom it was about. */
  readonly named: boolean;
}

const HANOI_MS = 25_200_000;

/** Readings since that moment that name the household, or name none as they were of many; latest day first. Lists of phones, logins and of the audit itself tell nothing of a household. */
export async function readLooked(tx: Tx, household: string, since: number): Promise<readonly LookedDay[]> {
  const { rows } = await sql<LookedDay>`select person, to_char(to_timestamp((at + ${HANOI_MS}) / 1000) at time zone 'UTC', 'YYYY-MM-DD') "on",
      count(*)::integer times, what, (about->>'households') is not null named
    from audit where commune_id = ${tx.commune} and not deed and person is not null and at >= ${since} and what not in ('audit', 'devices', 'login')
      and ((about->>'households') is null or (about::jsonb->'households') ? ${household})
    group by 1, 2, 4, 5 order by 2 desc, 1 limit 2000`.execute(tx);
  return rows;
}
