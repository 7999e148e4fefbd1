// Which tables there are and how to write them out and in again: asked of the database, so that no new table is forgotten.
import { sql } from 'kysely';
import type { Tx } from './open.ts';

export interface Column {
  readonly name: string;
  /** As SQL writes it: `bigint`, `json`, `bytea`. */
  readonly type: string;
  readonly needed: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** Belongs to a commune (has commune_id) rather than to the house. */
  readonly ofCommune: boolean;
}

/**
 * Kept by the migrations themselves; sheets that are promised to be gone within a day, which backups would keep; and the
 * households' keys, which lie in files of their own and go from there when a household's data is erased.
 */
const NOT_KEPT = ['house_migration', 'sheet_upload', 'subject_key'];

/** Every table of the app, those referred to before those that refer. */
export async function readTables(tx: Tx): Promise<readonly Table[]> {
  const { rows } = await sql<{ table: string; name: string; type: string; needed: boolean }>`
    select c.relname "table", a.attname "name", format_type(a.atttypid, a.atttypmod) "type", a.attnotnull "needed"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all(${NOT_KEPT}::text[])
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and has_table_privilege(c.oid, 'select')
    order by c.relname, a.attnum`.execute(tx);
  const tables = new Map<string, Column[]>();
  for (const { table, ...column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
  const refers = await sql<{ from: string; to: string }>`select conrelid::regclass::text "from", confrelid::regclass::text "to"
    from pg_constraint where contype = 'f' and conrelid <> confrelid`.execute(tx);
  const keys = await sql<{ table: string; names: string[] }>`select i.indrelid::regclass::text "table",
      array_agg(a.attname::text order by array_position(i.indkey::smallint[], a.attnum)) "names"
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indisprimary and i.indrelid::regclass::text = any(${[...tables.keys()]}::text[]) group by 1`.execute(tx);
  const keyOf = new Map(keys.rows.map(({ table, names }) => [table, names]));
  return inOrder([...tables.keys()], refers.rows).map((name) => {
    const columns = tables.get(name)!;
    return { name, columns, key: keyOf.get(name) ?? [], ofCommune: columns.some((column) => column.name === 'commune_id') };
  });
}

function inOrder(names: readonly string[], refers: readonly { from: string; to: string }[]): readonly string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    for (const { from, to } of refers) if (from === name && names.includes(to)) visit(to);
    ordered.push(name);
  };
  const ordered: string[] = [];
  for (const name of names) visit(name);
  return ordered;
}

/** Rows as texts of one JSON object each, in order of their key, in batches; within the commune the transaction is fenced to. */
export async function* readTable(tx: Tx, table: Table, commune: number | null): AsyncGenerator<readonly string[], void, undefined> {
  const where = commune === null ? sql`` : sql`where t.commune_id = ${commune}`;
  const columns = sql.join(table.columns.map(({ name }) => sql.ref(name)));
  const order = table.key.length > 0 ? sql`order by ${sql.join(table.key.map((name) => sql.ref(name)))}` : sql``;
  await sql`declare leaving no scroll cursor for select row_to_json(t)::text line from (select ${columns} from ${sql.table(table.name)} t ${where} ${order}) t`.execute(tx);
  try {
    for (;;) {
      const { rows } = await sql<{ line: string }>`fetch 1000 from leaving`.execute(tx);
      if (rows.length === 0) return;
      yield rows.map(({ line }) => line);
    }
  } finally {
    await sql`close leaving`.execute(tx);
  }
}

/** Puts rows read from a backup into their table. The house's own rows that a new database has already are replaced. */
export async function writeTable(tx: Tx, table: Pick<Table, 'name' | 'columns'>, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const { columns } = table;
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  const values = sql.join(columns.map(({ name, type }) => sql`${sql.ref(`r.${name}`)}::${sql.raw(type)}`));
  const lists = sql.join(columns.map((column) => sql`${rows.map((row) => textOf(row[column.name], column))}::text[]`));
  const again = table.name === 'house' ? sql`on conflict (key) do update set value = excluded.value` : sql``;
  await sql`insert into ${sql.table(table.name)} (${names}) select ${values} from unnest(${lists}) as r (${names}) ${again}`.execute(tx);
}

/** The text PostgreSQL reads a value from. A JSON null in a column that must have a value is JSON's null, not SQL's. */
function textOf(value: unknown, { type, needed }: Column): string | null {
  if (type === 'json' || type === 'jsonb') return value === null && !needed ? null : JSON.stringify(value ?? null);
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
