// The answers to the verification standard as a table people read: docs/ASVS.md is made from docs/asvs.json and never by hand.
import { readFileSync } from 'node:fs';

export interface Requirement {
  readonly n: string;
  readonly level: 1 | 2;
  /** What it asks, in our own words. */
  readonly what: string;
  readonly answer: 'holds' | 'deviates' | 'not applicable';
  /** Where a test shows it: its file, and words of its title. */
  readonly test?: string;
  readonly says?: string;
  /** Where no test can: the reason. */
  readonly why?: string;
}

export interface Standard {
  readonly standard: string;
  readonly source: string;
  readonly requirements: readonly Requirement[];
}

export const readStandard = (): Standard => JSON.parse(readFileSync(new URL('../../docs/asvs.json', import.meta.url), 'utf8')) as Standard;

const CHAPTERS = [
  'Encoding and sanitization', 'Validation and business logic', 'Web front end', 'API and web service', 'Files', 'Authentication', 'Sessions', 'Authorization', 'Self-contained tokens',
  'OAuth and OIDC', 'Cryptography', 'Secure communication', 'Configuration', 'Data protection', 'Secure coding and architecture', 'Logging and error handling', 'WebRTC',
];

export const chapterOf = (n: string): number => Number(n.split('.')[0]);

const proof = ({ test, says, why }: Requirement): string => (test ? `\`${test}\`: ${says}` : why ?? '').replaceAll('|', '\\|');

/** Markdown of the whole list. */
export function tableOf({ standard, source, requirements }: Standard): string {
  const count = (answer: Requirement['answer']): number => requirements.filter((one) => one.answer === answer).length;
  const tested = requirements.filter((one) => one.test).length;
  const parts = CHAPTERS.map((chapter, i) => {
    const rows = requirements.filter(({ n }) => chapterOf(n) === i + 1).map((one) => `| ${one.n} | ${one.level} | ${one.what} | ${one.answer} | ${proof(one)} |`);
    return `## V${i + 1} ${chapter}\n\n| no. | level | asks | answer | by |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# ${standard}\n\nMade from \`asvs.json\` by \`node tools/run.mjs tools/asvs/write.ts\`. ${source}\n\n${requirements.length} requirements: ${count('holds')} hold (${tested} of all answers by a test that runs with every \`npm test\`), ${count('deviates')} are departed from, ${count('not applicable')} do not apply. Departures are told in SECURITY.md.\n\n${parts.join('\n')}`;
}
