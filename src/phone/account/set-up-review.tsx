// Step four of the founding: everything once more before the book is opened.
import type { ComponentChildren } from 'preact';
import { Button } from '#phone/parts/button.tsx';
import { Part } from '#phone/parts/row.tsx';
import { languageName } from '#phone/words/languages.ts';
import { t } from '#phone/words/main.ts';
import type { Founding } from './founding.ts';
import { s } from './set-up-words.ts';

type Editable = 'place' | 'villages' | 'officer';

export function ReviewStep({ founding, onEdit }: { readonly founding: Founding; readonly onEdit: (step: Editable) => void }) {
  const { unit, villages, officer } = founding;
  const section = (step: Editable, title: string, children: ComponentChildren) => (
    <Part title={title} side={<Button look="plain" onPress={() => onEdit(step)}><span aria-hidden="true">{t('do.edit')}</span><span class="unseen">{s('review.edit', title)}</span></Button>}>{children}</Part>
  );
  return (
    <div>
      {section('place', s('review.commune'), <p class="large strong">{unit?.fullName}<br /><span class="small soft">{unit?.province} · {unit?.code}</span></p>)}
      {section('villages', `${s('review.villages')} · ${s('villages.count', villages.length)}`, (
        <ul class="rows">
          {villages.map((one) => <li class="row" key={one.key}><span class="body"><span class="name">{one.name}</span><span class="note">{one.languages.map(languageName).join(', ')}</span></span></li>)}
        </ul>
      ))}
      {section('officer', s('review.officer'), <p><b>{officer.name}</b><br />{s('review.login')} <b class="code">{officer.login}</b></p>)}
      <p class="hint after">{s('review.note')}</p>
    </div>
  );
}
