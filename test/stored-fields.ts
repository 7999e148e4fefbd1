// Walks everything that is stored, by its definitions: act bodies, row bodies, tables' columns, the phone's stores, browser storage, log lines.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { kinds } from '#commune/kinds.ts';

const root = join(import.meta.dirname, '..');

/** A place where things are stored, with the names of what stands there: `act visit.record` → `on`, `heard[].words`. */
export type Stored = ReadonlyMap<string, ReadonlySet<string>>;

interface Schema {
  readonly def: {
    readonly type: string; readonly shape?: Readonly<Record<string, { readonly _zod: Schema }>>; readonly element?: { readonly _zod: Schema };
    readonly innerType?: { readonly _zod: Schema }; readonly options?: readonly { readonly _zod: Schema }[];
  };
}

/** Field paths of a shape: `members[].name`. */
function pathsOf({ def }: Schema, path = ''): string[] {
  if (def.shape) return Object.entries(def.shape).flatMap(([name, one]) => pathsOf(one._zod, path === '' ? name : `${path}.${name}`));
  if (def.element) return pathsOf(def.element._zod, `${path}[]`);
  if (def.innerType) return pathsOf(def.innerType._zod, path);
  if (def.options) return def.options.flatMap((one) => pathsOf(one._zod, path));
  return [path];
}

export function storedInActs(): Stored {
  return new Map([...kinds].map(([name, kind]) => {
    const { shape } = kind as unknown as { readonly shape: { readonly _zod: Schema } };
    return [`act ${name}`, new Set(pathsOf(shape._zod))];
  }));
}

interface Declared {
  readonly above: readonly string[];
  readonly body: string;
}

/** Interfaces declared in the files, by name. */
function interfacesIn(files: readonly string[]): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
    for (const match of text.matchAll(/\binterface (\w+)(?:<[^>]*>)?(?: extends ([\w, <>[\]]+))? \{/g)) {
      let depth = 1;
      let end = match.index + match[0].length;
      const start = end;
      for (; depth > 0; end++) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
      found.set(match[1]!, { above: (match[2] ?? '').split(',').map((one) => one.trim().replace(/<.*/, '')).filter(Boolean), body: text.slice(start, end - 1) });
    }
  }
  return found;
}

/** `readonly a?: B[]; readonly c: { readonly d: E }` → fields with their types. */
function fieldsOf(body: string): readonly (readonly [name: string, type: string])[] {
  const fields: [string, string][] = [];
  let [depth, part] = [0, ''];
  for (const letter of `${body};`) {
    if ('{[(<'.includes(letter)) depth += 1;
    if ('}])>'.includes(letter)) depth -= 1;
    if ((letter === ';' || letter === '\n') && depth === 0) {
      const field = /^\s*(?:readonly )?(\w+)\??:\s*([\s\S]+)$/.exec(part);
      if (field) fields.push([field[1]!, field[2]!]);
      part = '';
    } else part += letter;
  }
  return fields;
}

function declaredPaths(name: string, all: ReadonlyMap<string, Declared>, path = '', seen: readonly string[] = []): string[] {
  const declared = all.get(name);
  if (!declared || seen.includes(name)) return [path];
  const own = fieldsOf(declared.body).flatMap(([field, type]) => typePaths(type, all, path === '' ? field : `${path}.${field}`, [...seen, name]));
  return [...declared.above.flatMap((one) => (all.has(one) ? declaredPaths(one, all, path, [...seen, name]) : [])), ...own];
}

function typePaths(type: string, all: ReadonlyMap<string, Declared>, path: string, seen: readonly string[]): string[] {
  const many = /\[\]/.test(type) ? `${path}[]` : path;
  const inline = /\{([\s\S]*)\}/.exec(type);
  if (inline) return fieldsOf(inline[1]!).flatMap(([field, inner]) => typePaths(inner, all, `${many}.${field}`, seen));
  const known = [...type.matchAll(/\b[A-Z]\w+\b/g)].map(([one]) => one).find((one) => all.has(one));
  return known ? declaredPaths(known, all, many, seen) : [many];
}

const under = (folder: string, fits: (file: string) => boolean): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => fits(file) && !/\.(test|contract)\.tsx?$/.test(file)).map((file) => `${folder}/${file}`);

export function storedInRows(): Stored {
  const all = interfacesIn(under('src/commune', (file) => /(^|\/)(rows|clips)\.ts$/.test(file)));
  const bodies = [...all.keys()].filter((name) => name.endsWith('Body'));
  return new Map(bodies.map((name) => [`row ${name.slice(0, -'Body'.length).toLowerCase()}`, new Set(declaredPaths(name, all))]));
}

export async function storedInTables(owner: pg.Client): Promise<Stored> {
  const { rows } = await owner.query<{ table: string; column: string }>(
    `select table_name "table", column_name "column" from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`);
  const tables = new Map<string, Set<string>>();
  for (const { table, column } of rows) tables.set(`table ${table}`, (tables.get(`table ${table}`) ?? new Set()).add(column));
  return tables;
}

/** The phone's databases: each store with the fields of its record, and what stands in the browser's small storage. */
export function storedOnPhones(): Stored {
  const files = under('src/phone', (file) => /\.tsx?$/.test(file));
  const all = interfacesIn([...files.filter((file) => file.startsWith('src/phone/store/')), 'src/commune/households/clips.ts']);
  const places = new Map<string, ReadonlySet<string>>();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, store, record] of text.matchAll(/readonly (\w+)!: (?:EntityTable|Table)<(\w+)/g)) {
      places.set(`phone ${store}`, new Set(all.has(record!) ? declaredPaths(record!, all) : ['']));
    }
    for (const [, stores] of text.matchAll(/\.stores\(\{([\s\S]*?)\}\)/g)) for (const [, store] of stores!.matchAll(/(\w+): '/g)) if (!places.has(`phone ${store}`)) places.set(`phone ${store}`, new Set(['']));
    for (const [, how, name] of text.matchAll(/\b(localStorage|sessionStorage)\.setItem\((\w+)/g)) {
      const key = new RegExp(`const ${name} = '([^']+)'`).exec(text)?.[1] ?? name!;
      places.set(`browser ${key}`, new Set([how!]));
    }
    for (const [, written] of text.matchAll(/document\.cookie = `\$\{(\w+)\}=/g)) {
      places.set(`browser ${new RegExp(`const ${written} = '([^']+)'`).exec(text)?.[1] ?? written!}`, new Set(['cookie']));
    }
    if (/document\.cookie = (?!`\$\{\w+\}=)/.test(text)) throw new Error(`${file} writes a cookie in a way that is not read here`);
  }
  return places;
}

/** What a line of the access log says. */
export function storedInLog(): Stored {
  const text = readFileSync(join(root, 'src/server/doors/open.ts'), 'utf8');
  const line = /request\.log\.info\(\{([\s\S]*?)\}\);/.exec(text)![1]!;
  return new Map([['log access', new Set(fieldsOf(line.replaceAll(/,\s+(?=\w+:)/g, ';')).map(([name]) => name))]]);
}
