// One household's page as it stands now: read when it is opened and again whenever anything in the book changes.
import { useEffect, useState } from 'preact/hooks';
import type { Book, HouseholdPage } from '#phone/book.ts';

/** undefined while it is being read, null where it is not on this phone. */
export function usePage(book: Book, household: string): HouseholdPage | null | undefined {
  const [page, setPage] = useState<HouseholdPage | null | undefined>(undefined);
  const version = book.changed.value;
  useEffect(() => {
    let gone = false;
    book.page(household).then((found) => { if (!gone) setPage(found ?? null); }, () => { if (!gone) setPage(null); });
    return () => { gone = true; };
  }, [book, household, version]);
  return page;
}
