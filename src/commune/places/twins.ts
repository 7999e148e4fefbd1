// Households shown as one: whoever is assigned to either works for both, and only for as long as they are one.
import type { PersonRow, Post } from './rows.ts';

type Twin = NonNullable<Post['twins']>[number];

const same = (a: Twin, b: Twin): boolean => a.household === b.household && a.of === b.of;
const reaches = ({ role }: Post): boolean => role === 'volunteer' || role === 'household';

/** The post with exactly these twins; without any, as if there had never been one. */
function postWith({ twins: _twins, ...post }: Post, twins: readonly Twin[]): Post {
  return twins.length === 0 ? post : { ...post, twins };
}

const withPosts = (person: PersonRow, change: (post: Post) => Post): PersonRow => ({ ...person, body: { ...person.body, posts: person.body.posts.map(change) } });

/** The person's posts at either household reach to both. */
export const withTwins = (person: PersonRow, from: string, into: string): PersonRow => withPosts(person, (post) => {
  if (!reaches(post)) return post;
  const more = [{ household: from, of: into }, { household: into, of: from }]
    .filter((twin) => post.households.includes(twin.of) && !post.households.includes(twin.household) && !(post.twins ?? []).some((one) => same(one, twin)));
  return more.length === 0 ? post : postWith(post, [...(post.twins ?? []), ...more]);
});

/** The person's posts as they were before the two were one. */
export const withoutTwins = (person: PersonRow, from: string, into: string): PersonRow => withPosts(person, (post) => {
  const both = [from, into];
  const left = (post.twins ?? []).filter(({ household, of }) => !(both.includes(household) && both.includes(of)));
  return left.length === (post.twins ?? []).length ? post : postWith(post, left);
});

interface Joined {
  readonly id: string;
  readonly mergedInto?: string | undefined;
  readonly merged?: readonly string[] | undefined;
}

/**
 * The post with households assigned anew: twins of those no longer assigned go, those of households known here come.
 * @param known what is known of the assigned households: what each is merged into, and what into it
 */
export function assignedTwins(post: Post, known: readonly Joined[]): Post {
  const stay = (post.twins ?? []).filter(({ of, household }) => post.households.includes(of) && !post.households.includes(household));
  const come = known.filter(({ id }) => post.households.includes(id))
    .flatMap(({ id, mergedInto, merged }) => [...(mergedInto === undefined ? [] : [mergedInto]), ...(merged ?? [])].map((household) => ({ household, of: id })))
    .filter((twin) => !post.households.includes(twin.household) && !stay.some((one) => same(one, twin)));
  return postWith(post, [...stay, ...come]);
}
