// Writes docs/ASVS.md from docs/asvs.json: to be run when an answer changes.
import { writeFileSync } from 'node:fs';
import { readStandard, tableOf } from './table.ts';

writeFileSync(new URL('../../docs/ASVS.md', import.meta.url), tableOf(readStandard()));
