// Says, before anything is printed, that phones cannot use the address a slip or card bears.
import { Notice } from '#phone/parts/notice.tsx';
import { a } from './account-words.ts';

/** Nothing where `url`, as the server made it, begins with https: any other way a browser keeps no book. */
export function FarAddress({ url }: { readonly url: string | undefined }) {
  if (url === undefined || url.startsWith('https:')) return null;
  return <Notice tone="lost" title={a('paper.far.title')}><p>{a('paper.far', url.split('/#')[0]!)}</p></Notice>;
}
