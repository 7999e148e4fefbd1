// Every kind of act, said by everybody, tied to the thing or not: over HTTP, and as a bare write past the rules in SQL.
import { sql } from 'kysely';
import { kinds } from '#commune/kinds.ts';
import { lets, READS, SAYS, type ActName, type Line, type RowClass } from '#commune/places/policy-table.ts';
import { grantsOf } from '#commune/places/policy.ts';
import type { Kinds, Row } from '#journal/act.ts';
import { read } from '#journal/decide.ts';
import { SCENES, wire, type Scene, type Setting } from './acts.ts';
import type { Cell } from './cell.ts';
import { COMMUNE, groundRows, UNFOUNDED } from './ground.ts';
import { ACTORS, personOf, standTo, type Actor, type Days } from './people.ts';
import type { Stage } from './stage.ts';

export const ACT_NAMES = Object.keys(SAYS) as readonly ActName[];

/** Answers that say no because of who speaks; any other refusal means that the scene is not what its kind needs. */
const DENIALS = new Set(['post.needed', 'post.elsewhere', 'post.ended', 'person.closed', 'promise.not-keeper', 'promise.not-offered', 'visit.not-author']);

const classOf = (row: Pick<Row, 'kind' | 'household'>): RowClass => (row.kind === 'person' && row.household !== null ? 'representative' : row.kind as RowClass);

/** Whether the table lets the actor read the row, by hand. */
export const mayRead = (actor: Actor, row: Row): boolean =>
  actor.standing !== 'abroad' && lets(READS[classOf(row)] as Line, [standTo(actor, row)], row.kind === 'person' && row.id === actor.name ? ['self'] : []);

function allowed(kind: ActName, actor: Actor, scene: Scene): boolean {
  // Where nobody has founded anything only who has a row laid for them is known.
  if (scene.unfounded) return lets(SAYS[kind] as Line, [kind === 'post.give' ? 'no-post' : 'stranger'], scene.ties);
  return actor.standing !== 'abroad' && lets(SAYS[kind] as Line, [standTo(actor, scene.place)], scene.ties);
}

let numbers = 0;

const sceneList = (kind: ActName, setting: Setting): readonly Scene[] => (SCENES[kind] as (setting: Setting) => readonly Scene[])(setting);

/** The scenes of a kind for an actor, each with things of its own. */
const scenesOf = (kind: ActName, actor: Actor, stage: Stage): readonly Scene[] => sceneList(kind, { actor, n: (numbers += 1), ...stage.days });

/** How many scenes there are does not hang on the days. */
const countOf = (kind: ActName, actor: Actor): readonly Scene[] => sceneList(kind, { actor, n: 0, today: '2026-01-01', yesterday: '2025-12-31' });

export function actCells(): readonly Cell[] {
  return ACT_NAMES.flatMap((kind) => ACTORS.flatMap((actor) => countOf(kind, actor).flatMap((scene, i): readonly Cell[] => {
    const name = `${kind} ${actor.name}${scene.ties.length > 0 ? ` ${scene.ties.join(' ')}` : ''}`;
    return [
      { way: 'http', name, run: (stage) => overHttp(stage, kind, actor, scenesOf(kind, actor, stage)[i]!) },
      { way: 'sql', name, run: (stage) => inSql(stage, kind, actor, scenesOf(kind, actor, stage)[i]!) },
    ];
  })));
}

async function prepare(stage: Stage, scene: Scene): Promise<void> {
  if (scene.unfounded) await stage.lay(UNFOUNDED, scene.rows, scene.rows.length === 0 ? [`commune/${UNFOUNDED}`] : []);
  else await stage.lay(COMMUNE, [...groundRows(stage.days), ...scene.rows]);
}

const idOf = (scene: Scene): string => scene.target?.slice(scene.target.indexOf('/') + 1) ?? '';

async function overHttp(stage: Stage, kind: ActName, actor: Actor, scene: Scene): Promise<string | null> {
  await prepare(stage, scene);
  if (scene.unfounded && kind === 'post.give') await stage.lay(UNFOUNDED, [personOf(actor, stage.days)!]);
  const commune = scene.unfounded ? UNFOUNDED : COMMUNE;
  const seat = scene.unfounded ? stage.seatOf(actor, UNFOUNDED) : stage.seatOf(actor);
  const before = await stage.lastEntry(commune);
  const said = await stage.say(seat, kind, wire(scene.body(idOf(scene))));
  const taken = (await stage.lastEntry(commune)) - before;
  if (allowed(kind, actor, scene)) return said.entry !== undefined && taken === 1 ? null : `should be taken: ${JSON.stringify(said)}`;
  if (taken !== 0) return `was taken: ${JSON.stringify(said)}`;
  if (actor.standing === 'abroad') return await likeAbsent(stage, kind, actor, scene, said);
  if (!said.refusal) return `was not refused: ${JSON.stringify(said)}`;
  const code = said.refusal.code;
  const unknown = scene.target === null ? null : `${scene.target.slice(0, scene.target.indexOf('/'))}.unknown`;
  if (!DENIALS.has(code) && code !== unknown && !(kind === 'commune.found' && code === 'commune.known')) return `refused, but for another reason: ${code}`;
  return await likeAbsent(stage, kind, actor, scene, said);
}

/** Denied looks like absent: who may not read the thing hears word for word what they hear of one that is not there. */
async function likeAbsent(stage: Stage, kind: ActName, actor: Actor, scene: Scene, said: { readonly refusal?: object }): Promise<string | null> {
  const row = [...groundRows(stage.days), ...scene.rows].findLast((one) => `${one.kind}/${one.id}` === scene.target);
  if (!row || mayRead(actor, row)) return null;
  const absent = 'not-there-at-all';
  const other = await stage.say(stage.seatOf(actor), kind, wire(scene.body(absent)));
  const told = JSON.stringify(said.refusal ?? null).replaceAll(`"${row.id}"`, `"${absent}"`);
  return told === JSON.stringify(other.refusal ?? null) ? null : `tells that it is there: ${told} instead of ${JSON.stringify(other.refusal ?? null)}`;
}

/** The same cells decided in memory, over the very rows: all of them in a moment. Answers what is not as the table says. */
export function decideAll(known: Kinds, days: Days): { readonly tried: number; readonly wrong: readonly string[] } {
  const wrong: string[] = [];
  let tried = 0;
  for (const kind of ACT_NAMES) {
    for (const actor of ACTORS.filter(({ standing }) => standing !== 'abroad')) {
      for (const scene of sceneList(kind, { actor, n: (numbers += 1), ...days })) {
        tried += 1;
        const fault = decided(known, { kind, actor, scene, days });
        if (fault !== null) wrong.push(`${kind} ${actor.name} ${scene.ties.join(' ')}: ${fault}`);
      }
    }
  }
  return { tried, wrong };
}

function decided(known: Kinds, { kind, actor, scene, days }: { kind: ActName; actor: Actor; scene: Scene; days: Days }): string | null {
  const own = scene.unfounded && kind === 'post.give' ? [personOf(actor, days)!] : [];
  const rows = new Map([...(scene.unfounded ? own : groundRows(days)), ...scene.rows].map((row) => [`${row.kind}/${row.id}`, row]));
  const ask = (id: string) => {
    const said = { id: 'cell-1', device: 'cell', commune: scene.unfounded ? UNFOUNDED : COMMUNE, author: actor.name, at: 0, today: days.today };
    const reading = read(known, { id: 'cell-1', kind, v: known.get(kind)!.version, device: 'cell', turn: 1, at: 0, body: wire(scene.body(id)) }, said);
    return 'readable' in reading ? reading.readable.decide(rows) : reading;
  };
  const outcome = ask(idOf(scene));
  if (allowed(kind, actor, scene)) return 'puts' in outcome ? null : `should be taken: ${JSON.stringify(outcome)}`;
  if (!('refusal' in outcome)) return `was not refused: ${JSON.stringify(outcome)}`;
  const row = scene.target === null ? undefined : rows.get(scene.target);
  if (!row || mayRead(actor, row)) return null;
  const absent = ask('not-there-at-all');
  return JSON.stringify(outcome).replaceAll(`"${row.id}"`, '"not-there-at-all"') === JSON.stringify(absent) ? null : `tells that it is there: ${JSON.stringify(outcome)}`;
}

/** Past the rules: whoever got hold of the app's own connection under this person's reading writes the rows that the act would leave. */
async function inSql(stage: Stage, kind: ActName, actor: Actor, scene: Scene): Promise<string | null> {
  if (scene.unfounded) return null;
  await prepare(stage, scene);
  const { days } = stage;
  const person = personOf(actor, days);
  const reader = { commune: COMMUNE, device: stage.seatOf(actor).device, grants: person && actor.standing !== 'abroad' ? grantsOf(person, days.today) : [] };
  const row = [...groundRows(days), ...scene.rows].findLast((one) => `${one.kind}/${one.id}` === scene.target);
  const seen = row && await stage.db.inScope(reader, 'read', async (tx) => (await sql`select 1 from kept_row where id = ${row.id} and kind = ${row.kind}`.execute(tx)).rows.length > 0);
  if (row && seen !== mayRead(actor, row)) return `${scene.target} is ${seen ? 'seen' : 'not seen'} in SQL`;
  const target = row ?? { kind: kind.slice(0, kind.indexOf('.')), id: 'x', village: scene.place.village, household: scene.place.household };
  const turn = stage.seatOf(actor).turn + 1;
  const tries = [
    sql`insert into kept_row (commune_id, kind, id, village_id, household_id, entry, body) values (${Number(COMMUNE)}, ${target.kind}, ${`${target.id}-forged`}, ${target.village}, ${target.household}, 999999, '{}')`,
    sql`insert into act (commune_id, device, turn, id, kind, v, at, body, verdict, waits, received_at) values (${Number(COMMUNE)}, ${reader.device}, ${turn}, 'x', ${kind}, ${kinds.get(kind)?.version ?? 1}, 1, '{}', '{}', false, 1)`,
  ];
  for (const forged of tries) {
    const error = await stage.db.inScope(reader, 'write', (tx) => forged.execute(tx)).then(() => null, (one: Error) => one.message);
    if (!error?.includes('row-level security')) return `a bare write went through, or failed otherwise: ${error}`;
  }
  const changed = await stage.db.inScope(reader, 'write', (tx) => sql`update kept_row set entry = 1 where kind = ${target.kind} and id = ${target.id}`.execute(tx));
  return changed.numAffectedRows === 0n ? null : 'a row was changed past the rules';
}
