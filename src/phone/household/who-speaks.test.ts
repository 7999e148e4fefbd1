// Who is offered as the one who spoke for a household.
import { expect, it } from 'vitest';
import type { Member } from '#commune/households/rows.ts';
import { whoSpeaks } from './who-speaks.ts';

const member = (name: string, born: string | null, leftOn: string | null = null): Member => ({ id: name, name, relation: 'other', sex: null, born, leftOn });

it('Law 91/2025/QH15: a family’s yes or request is not put into the mouth of a child; the head comes first', () => {
  const members = [member('Bé Na', '2023-02-01'), member('Anh Cả', '2011'), member('Cô Út', '2012-01-01'), member('Bà', null), member('Chú', '1980', '2025-01-01'), member('Chị Hai', '1990')];
  expect(whoSpeaks({ head: 'Chị Hai', members }, '2026-11-24')).toEqual(['Chị Hai', 'Anh Cả', 'Bà']);
});

it('a head who is a child still speaks, as there is nobody else', () => {
  expect(whoSpeaks({ head: 'Em Lan', members: [member('Em Lan', '2014')] }, '2026-11-24')).toEqual(['Em Lan']);
});
