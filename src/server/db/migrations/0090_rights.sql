-- Rights of persons: a key for each household's words in backups, what was erased, and acts whose words are gone.

-- The key a household's lines are sealed under in backups. Never part of an ordinary backup: erasing a household deletes it.
create table subject_key (
  commune_id integer not null,
  subject text collate "C" not null,
  key bytea not null,
  made_at bigint not null,
  primary key (commune_id, subject)
);

-- A household whose data were erased. Replayed after every restore, and for whatever comes late: nothing about it is kept
-- that was said after `looked_at` and not looked at. why: asked (two people settled it) or over (it left long ago).
create table erased (
  commune_id integer not null,
  subject text collate "C" not null,
  at bigint not null,
  why text not null,
  looked_at bigint not null default 0,
  primary key (commune_id, subject)
);

-- When what an act said was taken out: id, kind, entry, verdict and digest stay. Null: it is as it was said.
alter table act add column emptied_at bigint;

alter table subject_key enable row level security;
alter table subject_key force row level security;
create policy subject_key_commune on subject_key
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table erased enable row level security;
alter table erased force row level security;
create policy erased_commune on erased
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

-- The app cannot rewrite what was said. The owner of the tables, who can do anything to them anyway, empties it
-- (src/server/db/empty.ts): row security, which is forced on the owner too, has to let it.
create policy act_empty on act for update to current_user
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

grant select, insert, delete on subject_key to nha_rong_app;
grant select, insert, update on erased to nha_rong_app;
-- What is older than it may be kept goes (src/server/jobs/retention.ts).
grant delete on slip to nha_rong_app;
grant delete on card to nha_rong_app;
grant delete on account to nha_rong_app;
