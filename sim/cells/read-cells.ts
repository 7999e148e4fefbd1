// Every class of rows in every place, read by everybody: pulled over HTTP as phones do, and asked for in SQL without any condition.
import { sql } from 'kysely';
import { grantsOf } from '#commune/places/policy.ts';
import type { Row } from '#journal/act.ts';
import { mayRead } from './act-cells.ts';
import type { Cell } from './cell.ts';
import { COMMUNE, groundRows, readCells } from './ground.ts';
import { ACTORS, personOf, type Actor, type Days } from './people.ts';
import type { Stage } from './stage.ts';

/** Also everybody's own row, and everybody else's. */
const rowsFor = (days: Days): readonly Row[] => groundRows(days);

const keyOf = (row: Row): string => `${row.kind}/${row.id}`;

/** Of one actor all at once: a reading is one question; kept until the stage closes. */
const pulled = new WeakMap<Stage, Map<string, Promise<ReadonlySet<string>>>>();
const asked = new WeakMap<Stage, Map<string, Promise<ReadonlySet<string>>>>();

function once(known: typeof pulled, stage: Stage, actor: Actor, work: () => Promise<ReadonlySet<string>>): Promise<ReadonlySet<string>> {
  const all = known.get(stage) ?? new Map<string, Promise<ReadonlySet<string>>>();
  known.set(stage, all);
  const done = all.get(actor.name) ?? work();
  all.set(actor.name, done);
  return done;
}

/** What the actor's phone holds after a first reading. */
export async function pull(stage: Stage, actor: Actor, query = ''): Promise<ReadonlySet<string>> {
  const answer = await stage.ask({ method: 'GET', path: `/api/rows${query}`, seat: stage.seatOf(actor) });
  if (answer.status !== 200) throw new Error(`GET /api/rows: ${answer.status} ${answer.text}`);
  const lines = answer.text.trimEnd().split('\n').map((line) => JSON.parse(line) as { rows?: unknown; h?: unknown; end?: true });
  if (!lines.at(-1)?.end) throw new Error('the page was cut off');
  return new Set(lines.flatMap((line) => ('h' in line ? (line.rows as readonly [string, string][]).map(([kind, id]) => `${kind}/${id}`) : [])));
}

async function selected(stage: Stage, actor: Actor): Promise<ReadonlySet<string>> {
  const person = personOf(actor, stage.days);
  const grants = person && actor.standing !== 'abroad' ? grantsOf(person, stage.days.today) : [];
  const { rows } = await stage.db.inScope({ commune: COMMUNE, device: stage.seatOf(actor).device, grants }, 'read', (tx) => sql<{ key: string }>`select kind || '/' || id "key" from kept_row`.execute(tx));
  return new Set(rows.map(({ key }) => key));
}

export function readCellsOf(days: Days): readonly Cell[] {
  return rowsFor(days).flatMap((row) => ACTORS.flatMap((actor): readonly Cell[] => {
    const name = `${keyOf(row)} ${actor.name}`;
    const right = (seen: ReadonlySet<string>): string | null => (seen.has(keyOf(row)) === mayRead(actor, row) ? null : `is ${seen.has(keyOf(row)) ? 'read' : 'not read'}`);
    // Another commune has rows of its own under some of the same names: there the whole reading is looked at.
    const own = (seen: ReadonlySet<string>): string | null => ([...seen].some((key) => !key.startsWith('commune/23541') && key !== 'person/abroad') ? `reads ${[...seen].join(' ')}` : null);
    return [
      { way: 'http', name, run: async (stage) => (actor.standing === 'abroad' ? own : right)(await once(pulled, stage, actor, () => pull(stage, actor))) },
      { way: 'sql', name, run: async (stage) => right(await once(asked, stage, actor, () => selected(stage, actor))) },
    ];
  }));
}

/** Every kind of row there is stands somewhere: a class without a row would never be tried. */
export const classesTried = (): ReadonlySet<string> => new Set(readCells().map(({ of }) => of));
