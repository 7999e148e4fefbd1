// The sample commune is lifelike, wholly invented, the same every time, and told through the same rules as any other.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { freshDb, type Fresh } from '../../../test/databases.ts';
import { makeSample, type SampleWays } from './make.ts';
import { tellStory } from './story.ts';

describe('Xã mẫu', () => {
  let fresh: Fresh;
  let ways: SampleWays;
  const progress: number[] = [];
  beforeAll(async () => {
    fresh = await freshDb('embedded');
    ways = await makeSample(fresh.db, (done, of) => progress.push(done / of));
  });
  afterAll(async () => await fresh?.drop());

  const count = async (query: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
    await fresh.db.inCommune(ways.commune, 'read', async (tx) => (await query.execute(tx)).rows[0]!.n);

  it('has one village of 216 households and 898 people with 17 volunteers', async () => {
    expect(await count(sql`select count(*) as n from kept_row where kind = 'household' and village_id = 'thon-4'`)).toBe(216);
    expect(await count(sql`select sum(json_array_length(body->'members')) as n from kept_row where kind = 'household' and village_id = 'thon-4'`)).toBe(898);
    expect(await count(sql`select count(*) as n from kept_row, json_array_elements(body->'posts') as post where kind = 'person' and post->>'role' = 'volunteer' and post->>'village' = 'thon-4'`)).toBe(17);
  });
  it('every household of the first village has one volunteer', async () => {
    expect(await count(sql`select count(distinct h) as n from kept_row, json_array_elements(body->'posts') as post, json_array_elements_text(post->'households') as h where kind = 'person' and post->>'role' = 'volunteer' and post->>'village' = 'thon-4'`)).toBe(216);
  });
  it('has two smaller villages where people speak another language', async () => {
    expect(await count(sql`select count(*) as n from kept_row where kind = 'village' and body->'languages'->>0 <> 'vi'`)).toBe(2);
  });
  it('every act of the story was taken, and the progress ends at the whole', async () => {
    expect(await count(sql`select count(*) as n from act where entry is not null`)).toBe(tellStory('2026-11-23').lines.length);
    expect(progress.at(-1)).toBe(1);
  });
  it('has promises in every state', async () => {
    for (const state of ['open', 'claimed', 'confirmed', 'withdrawn']) {
      expect(await count(sql`select count(*) as n from kept_row where kind = 'promise' and body->>'state' = ${state}`)).toBeGreaterThan(5);
    }
  });
  it('has petitions that wait for the office, one of them for longer than the law allows', async () => {
    const waiting = sql<{ n: number }>`select count(*) as n from kept_row where kind = 'petition' and json_array_length(body->'replies') = 0`;
    expect(await count(waiting)).toBe(3);
    expect(await count(sql`select count(*) as n from kept_row where kind = 'petition' and json_array_length(body->'replies') = 0 and body->>'replyDueOn' < to_char(now() at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`)).toBe(1);
  });
  it('Decree 356 has a request about data in every state an officer meets, one of them late and one that waits for a second person', async () => {
    const requests = (where: string) => count(sql`select count(*) as n from kept_row where kind = 'request' and ${sql.raw(where)}`);
    const today = `to_char(now() at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`;
    expect(await requests('true')).toBe(6);
    expect(await requests(`body->>'closedOn' is null and json_array_length(body->'answers') = 0 and body->>'answerDueOn' < ${today}`)).toBe(1);
    expect(await requests(`body->>'closedOn' is null and json_array_length(body->'answers') = 0 and body->>'answerDueOn' >= ${today}`)).toBe(1);
    expect(await requests(`body->'erasing'->>'askedBy' is not null and body->'erasing'->>'confirmedBy' is null`)).toBe(1);
    expect(await requests(`body->>'closedOn' is not null and body->>'toldOn' is not null`)).toBe(2);
    expect(await requests('household_id = (select household_id from card where voided_at is null)')).toBe(2);
  });
  it('is the same every time, whatever the day', () => {
    const shape = (today: string) => tellStory(today).lines.map(({ by, turn, kind }) => `${by} ${turn} ${kind}`);
    expect(shape('2026-11-23')).toEqual(shape('2027-03-03'));
  });
  it('tells nothing of the future', () => {
    for (const line of tellStory('2026-11-23').lines) expect(line.on <= '2026-11-23').toBe(true);
  });
});
