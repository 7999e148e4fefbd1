-- Who reads on a person's behalf sees that person's rows only, whatever a query forgets.
--
-- A transaction is either the server's own (app.commune and app.book name its commune, app.grants is 'all': it decides,
-- counts, backs up), or somebody's reading (app.book names the commune, app.grants what the policy table gives that person
-- today, and app.commune is empty). Nothing set: no rows. A table whose policies ask for app.commune is shut to every
-- reader, so a new table is shut unless it says otherwise. No subqueries stand in policies, as Citus takes none there;
-- commune_id = … is a condition of its own, so that an index is asked with it once and not every row; nothing is
-- SECURITY DEFINER.

-- app.grants is 'all' for who reads every kind of row of the commune (officers too: nothing more is looked at), else a list
-- between bars: |kind| anywhere, |kind@village| in that village, |kind#| and |kind@village#| of no household,
-- |kind@village*| of the households listed as |@village#household|, |kind#household| and |kind@village#household| of that
-- one, |kind=id| that row. Ids hold letters, digits, dot, dash and line only, and so none of these marks
-- (src/server/db/scope.ts writes it; a test compares the two).
create function may_read(kind text, village text, household text, id text) returns boolean
  language sql stable parallel safe
  return current_setting('app.grants', true) = 'all'
    or strpos(current_setting('app.grants', true), '|' || kind || '|') > 0
    or strpos(current_setting('app.grants', true), '|' || kind || '@' || coalesce(village, '') || '*|') > 0
      and strpos(current_setting('app.grants', true), '|@' || coalesce(village, '') || '#' || coalesce(household, '') || '|') > 0
    or strpos(current_setting('app.grants', true), '|' || kind || '@' || coalesce(village, '') || '|') > 0
    or strpos(current_setting('app.grants', true), '|' || kind || '#' || coalesce(household, '') || '|') > 0
    or strpos(current_setting('app.grants', true), '|' || kind || '@' || coalesce(village, '') || '#' || coalesce(household, '') || '|') > 0
    or strpos(current_setting('app.grants', true), '|' || kind || '=' || id || '|') > 0;

-- Rows are read by whom the grants let, and written by the server alone, which has decided an act.
drop policy kept_row_commune on kept_row;
create policy kept_row_read on kept_row for select
  using (commune_id = nullif(current_setting('app.book', true), '')::integer and may_read(kind, village_id, household_id, id));
create policy kept_row_leave on kept_row for insert
  with check (commune_id = nullif(current_setting('app.commune', true), '')::integer);
create policy kept_row_change on kept_row for update
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

drop policy row_left_commune on row_left;
create policy row_left_read on row_left for select
  using (commune_id = nullif(current_setting('app.book', true), '')::integer and may_read(kind, village_id, household_id, id));
create policy row_left_leave on row_left for insert
  with check (commune_id = nullif(current_setting('app.commune', true), '')::integer);

-- A photo is read within a household whose visits the reader may read: app.household names it, once that was looked up
-- under the reader's own eyes (src/server/db/clips.ts).
create policy clip_reader on clip for select
  using (commune_id = nullif(current_setting('app.book', true), '')::integer
    and household_id = nullif(current_setting('app.household', true), ''));
-- What a phone is sending is its own affair, begun in such a household.
create policy clip_part_reader on clip_part
  using (commune_id = nullif(current_setting('app.book', true), '')::integer
    and device = nullif(current_setting('app.device', true), ''))
  with check (commune_id = nullif(current_setting('app.book', true), '')::integer
    and device = nullif(current_setting('app.device', true), '')
    and household_id = nullif(current_setting('app.household', true), ''));
