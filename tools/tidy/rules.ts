// The house rules as functions over source texts: each answers the places where a file breaks it.
import { posix } from 'node:path';

export interface Source {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly says: string;
}

export const isTest = (path: string): boolean => /\.(test|contract)\.tsx?$/.test(path) || path.startsWith('test/');

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** Imports a file names, with the line of each. Type imports count: a room may not even know another's shapes. */
export function importsOf(source: Source): readonly { readonly from: string; readonly line: number }[] {
  const found = source.text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => ({ from: match[1] ?? match[2] ?? match[3]!, line: lineOf(source.text, match.index + 1) }));
}

/** The file a specifier means, from the root; undefined for packages. */
export function targetOf(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(path), specifier));
  return undefined;
}

type Room = 'journal' | 'commune' | 'phone' | 'server' | 'sim' | 'drills' | 'tools' | 'test';

export function roomOf(path: string): Room | undefined {
  // The figures drive the whole product, browsers and servers included; worlds in memory (the rest of sim) do not.
  if (path.startsWith('sim/full/')) return 'drills';
  const match = /^(?:src\/(journal|commune|phone|server)|(sim|tools|test))\//.exec(path);
  return (match?.[1] ?? match?.[2]) as Room | undefined;
}

const MAY_IMPORT: Record<Room, readonly Room[]> = {
  journal: ['journal'],
  commune: ['commune', 'journal'],
  phone: ['phone', 'commune', 'journal'],
  server: ['server', 'commune', 'journal'],
  sim: ['sim', 'drills', 'server', 'phone', 'commune', 'journal'],
  drills: ['drills', 'sim', 'server', 'phone', 'commune', 'journal', 'test', 'tools'],
  tools: ['tools', 'sim', 'drills', 'server', 'phone', 'commune', 'journal', 'test'],
  test: ['test', 'tools', 'sim', 'drills', 'server', 'phone', 'commune', 'journal'],
};

/** Packages each pure room may use. Others may use what package.json has. */
const PACKAGES: Partial<Record<Room, RegExp>> = { journal: /^$/, commune: /^zod\/mini$/ };

/** journal imports nothing; commune only journal; phone and server never each other. */
export function rooms(source: Source): Breach[] {
  const room = roomOf(source.path);
  if (!room || isTest(source.path)) return [];
  return importsOf(source).flatMap(({ from, line }): Breach[] => {
    const target = targetOf(source.path, from);
    if (target === undefined) {
      const allowed = PACKAGES[room];
      return allowed && !allowed.test(from) ? [{ path: source.path, line, says: `${room} may not import the package ${from}` }] : [];
    }
    const other = roomOf(target);
    if (!other) return target === 'package.json' || target.endsWith('.json') ? [] : [{ path: source.path, line, says: `${from} is outside the rooms` }];
    return MAY_IMPORT[room].includes(other) ? [] : [{ path: source.path, line, says: `${room} may not import ${other} (${from})` }];
  });
}

/** Inside commune: places < households < neighbours < criteria < board < kinds. */
const STOREYS: Record<string, number> = {
  places: 0, households: 1, visits: 2, promises: 2, meetings: 2, works: 2, livelihoods: 2, movements: 2, models: 2, disclosures: 2,
  criteria: 3, rights: 3, board: 4,
};

const storeyOf = (path: string): { readonly name: string; readonly storey: number } | undefined => {
  const match = /^src\/commune\/([a-z]+)\//.exec(path);
  const storey = match ? STOREYS[match[1]!] : undefined;
  return match && storey !== undefined ? { name: match[1]!, storey } : undefined;
};

/** Neighbours on one storey do not import each other's rules; they may know each other's row shapes. */
export function storeys(source: Source): Breach[] {
  const here = storeyOf(source.path);
  if (!here || isTest(source.path)) return [];
  return importsOf(source).flatMap(({ from, line }): Breach[] => {
    const target = targetOf(source.path, from);
    const there = target === undefined ? undefined : storeyOf(target);
    if (!there || there.name === here.name || there.storey < here.storey) return [];
    if (there.storey === here.storey && target!.endsWith('/rows.ts')) return [];
    return [{ path: source.path, line, says: `${here.name} may not import ${there.name} (${from})` }];
  });
}

const UNFINISHED = [/\b(TODO|FIXME|XXX|HACK)\b/, 'unfinished work is not left in the code: finish it or file it'] as const;
const CODE_RULES: readonly (readonly [RegExp, string])[] = [
  [/:\s*any\b|\bas any\b|<any>/, 'no `any` outside tests'],
  [/\b(class|interface|type|function|const)\s+\w*(Manager|Service|Helper|Info)\b/, 'no Manager, Service, Helper, Info: say what it is'],
  [/@ts-(ignore|nocheck)/, 'the type checker is not silenced'],
];

/** A line without its comment. */
const codeOf = (line: string): string => line.replace(/(^|\s)(\/\/|\*|\/\*\*?)\s.*$/, '');

/** Words that may not stand in product code. */
export function words(source: Source): Breach[] {
  if (isTest(source.path) || source.path.startsWith('tools/tidy/')) return [];
  return source.text.split('\n').flatMap((text, i) =>
    [...(UNFINISHED[0].test(text) ? [UNFINISHED] : []), ...CODE_RULES.filter(([pattern]) => pattern.test(codeOf(text)))].map(([, says]) => ({ path: source.path, line: i + 1, says })));
}

/** SQL stands only in server/db (tests and tools that build databases aside). */
export function sql(source: Source): Breach[] {
  if (isTest(source.path) || !source.path.startsWith('src/') || source.path.startsWith('src/server/db/')) return [];
  return source.text.split('\n').flatMap((text, i) =>
    /\bsql`|\b(select|insert into|delete from|update)\b[^'"`]{0,80}\b(from|values|set|where)\b/.test(text) && /[`'"].*\b(select|insert into|delete from|update)\s/.test(text)
      ? [{ path: source.path, line: i + 1, says: 'SQL stands only in server/db' }] : []);
}

/** The first line of a file says in one sentence what it promises. */
export function promise(source: Source): Breach[] {
  const first = source.text.split('\n', 1)[0] ?? '';
  const comment = /^(\/\/|\/\*)\s*\S.{15,}/.test(first);
  return comment ? [] : [{ path: source.path, line: 1, says: 'the first line is a comment saying what the file promises' }];
}

/** Kebab-case files; PascalCase for components; no rooms for leftovers; no barrels. */
export function names(source: Source): Breach[] {
  const file = posix.basename(source.path);
  const breaches: Breach[] = [];
  const at = (says: string) => breaches.push({ path: source.path, line: 1, says });
  if (/(^|\/)(utils?|helpers?|common|services?|misc)(\/|\.tsx?$)/.test(source.path)) at('no utils, helpers, common, services: name what it is for');
  if (!/^([a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9-]+)*\.(ts|mjs)$|^(([A-Z][A-Za-z0-9]*)|([a-z0-9]+(-[a-z0-9]+)*))(\.[a-z]+)*\.tsx$/.test(file)) at(`file name ${file} is neither kebab-case nor a PascalCase component`);
  const lines = source.text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
  if (lines.length > 0 && lines.every((line) => /^export\b.*\bfrom\b/.test(line))) at('no barrels: import from the file that has it');
  return breaches;
}

/** Clock and chance are handed in to the pure rooms. */
export function purity(source: Source): Breach[] {
  if (!/^src\/(journal|commune)\//.test(source.path) || isTest(source.path)) return [];
  return source.text.split('\n').flatMap((text, i) =>
    /\bDate\.now\(|new Date\(\)|\bMath\.random\(|\bcrypto\.|\bsetTimeout\(|\bconsole\./.test(text)
      ? [{ path: source.path, line: i + 1, says: 'clock, chance and the world are handed in to journal and commune' }] : []);
}

export const RULES = { rooms, storeys, words, sql, promise, names, purity } as const;

/** Circles between files of the whole tree; each circle once, as the list of its files. */
export function circles(sources: readonly Source[]): readonly (readonly string[])[] {
  const known = new Set(sources.map((source) => source.path));
  const edges = new Map(sources.map((source) => [source.path,
    importsOf(source).map(({ from }) => targetOf(source.path, from)).filter((target): target is string => target !== undefined && known.has(target))]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) {
      if (state.get(next) === 'open') found.push([...trail.slice(trail.indexOf(next)), path].filter((p, i, all) => all.indexOf(p) === i));
      else if (!state.has(next)) walk(next, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const source of sources) if (!state.has(source.path)) walk(source.path, []);
  return found;
}
