// Every way into the sample commune, each with a button: officer, village head, volunteer, household.
import { useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Picture, type PictureName } from '#phone/parts/picture.tsx';
import { go } from '#phone/parts/router.ts';
import type { Reason } from './ask.ts';
import type { Login, SampleWays } from './sample-mark.ts';
import { s } from './set-up-words.ts';
import { Why } from './why.tsx';

export default function WaysIn({ phone, ways }: { readonly phone: Phone; readonly ways: SampleWays }) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const enter = async (login: Login) => {
    setAsking(true);
    setWhy(null);
    const answer = await phone.signIn(login);
    setAsking(false);
    if ('refusal' in answer) setWhy(answer.refusal);
    else go('#/', true);
  };
  const staff: readonly (readonly [string, PictureName, Login])[] = [
    [s('sample.as.officer'), 'office', ways.officer], [s('sample.as.head'), 'village', ways.head], [s('sample.as.volunteer'), 'people', ways.volunteer],
  ];
  return (
    <div class="stack">
      {staff.map(([title, picture, login]) => (
        <section class="way-in" key={title}>
          <h2><Picture name={picture} /> {title}</h2>
          <dl class="facts"><dt>{s('sample.login')}</dt><dd class="code">{login.login}</dd><dt>{s('sample.password')}</dt><dd class="code">{login.password}</dd></dl>
          <Button look={login === ways.officer ? 'main' : 'edge'} disabled={asking} onPress={() => void enter(login)}>{s('sample.go')}</Button>
        </section>
      ))}
      <section class="way-in">
        <h2><Picture name="house" /> {s('sample.as.household')}</h2>
        <dl class="facts"><dt>{s('sample.card')}</dt><dd class="code">{ways.card.code}</dd><dt>{s('sample.pin')}</dt><dd class="code">{ways.card.pin}</dd></dl>
        <Button href={`#/the/${encodeURIComponent(ways.card.code)}`}>{s('sample.go.card')}</Button>
      </section>
      {why && <Why reason={why} />}
    </div>
  );
}
