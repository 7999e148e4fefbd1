-- Who looked at what, and what was done that no act tells: one line each, chained by hash, commune by commune.

-- n: 1, 2, 3 … without gaps. hash: SHA-256 over the line before and this one (src/server/db/audit.ts says how), so that a
-- line changed or taken away breaks the chain at its place. Ids stand here, never names; `about` holds counts, ids, codes.
create table audit (
  commune_id integer not null,
  n bigint not null,
  at bigint not null,
  deed boolean not null,
  what text collate "C" not null,
  person text collate "C",
  device text collate "C",
  about json not null,
  hash text collate "C" not null,
  primary key (commune_id, n)
);
create index audit_at on audit (commune_id, at);

-- Last line given out, and the last one that was dropped because its time was over: where the chain begins.
create table audit_head (
  commune_id integer primary key,
  n bigint not null,
  hash text collate "C" not null,
  base_n bigint not null,
  base_hash text collate "C" not null
);

alter table audit enable row level security;
alter table audit force row level security;
create policy audit_read on audit for select
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);
create policy audit_note on audit for insert
  with check (commune_id = nullif(current_setting('app.commune', true), '')::integer);
-- Nothing is rewritten, and nothing taken away before two years and a day are over by the database's own clock.
create policy audit_old on audit for delete
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer
    and at < extract(epoch from statement_timestamp())::bigint * 1000 - 63158400000);

alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy audit_head_commune on audit_head
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

grant select, insert, delete on audit to nha_rong_app;
grant select, insert on audit_head to nha_rong_app;
grant update (n, hash, base_n, base_hash) on audit_head to nha_rong_app;
