// Asking for consent as the law wants it: the words are read out, one purpose at a time, and nothing is ticked beforehand.
import { CONSENT_WORDS } from '#commune/households/consent.ts';
import type { ConsentPurpose } from '#commune/households/rows.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { SpeakButton } from '#phone/parts/speak.tsx';
import { h } from '#phone/words/house.ts';

export interface ConsentAnswer {
  readonly given: boolean | null;
  readonly how: 'spoken' | 'signed';
  readonly by: string;
}
export const NO_ANSWER: ConsentAnswer = { given: null, how: 'spoken', by: '' };
export const answered = (answer: ConsentAnswer): boolean => answer.given !== null && answer.by.trim() !== '';

export interface ConsentAskProps {
  readonly purpose: ConsentPurpose;
  /** Language of the household: a recording in it is played where there is one. */
  readonly language: string | null;
  /** Names that may have spoken. */
  readonly names: readonly string[];
  readonly answer: ConsentAnswer;
  readonly onChange: (answer: ConsentAnswer) => void;
}

/** Names of recordings of the words that are read out. */
export const consentVoice = (purpose: ConsentPurpose): string => `consent-${purpose}`;

export function ConsentAsk({ purpose, language, names, answer, onChange }: ConsentAskProps) {
  const other = answer.by !== '' && !names.includes(answer.by);
  return (
    <div class="stack">
      <div class="read-out">
        <p class="small soft strong">{h('consent.read')}</p>
        <p class="large" lang="vi">{CONSENT_WORDS[purpose]}</p>
        <SpeakButton spoken={{ key: consentVoice(purpose), text: CONSENT_WORDS[purpose], language }} />
      </div>
      <Choice
        legend={h('consent.answer')} value={answer.given === null ? null : answer.given ? 'yes' : 'no'}
        options={[{ value: 'yes', label: h('consent.answer.yes'), picture: 'check' }, { value: 'no', label: h('consent.answer.no'), picture: 'cross' }]}
        onChange={(given) => onChange({ ...answer, given: given === 'yes', by: answer.by === '' && names.length === 1 ? names[0]! : answer.by })}
      />
      {answer.given !== null && (
        <>
          {names.length > 0 && <Choice legend={h('consent.by')} value={other ? null : answer.by} options={names.map((name) => ({ value: name, label: name, picture: 'person' as const }))} onChange={(by) => onChange({ ...answer, by })} />}
          <TextField label={names.length > 0 ? h('consent.by.other') : h('consent.by')} value={other || names.length === 0 ? answer.by : ''} maxLength={80} optional={names.length > 0} onChange={(by) => onChange({ ...answer, by })} />
          <Choice legend={h('consent.how')} value={answer.how} options={[{ value: 'spoken', label: h('consent.how.spoken'), picture: 'heard' }, { value: 'signed', label: h('consent.how.signed'), picture: 'edit' }]} onChange={(how) => onChange({ ...answer, how })} />
        </>
      )}
    </div>
  );
}
