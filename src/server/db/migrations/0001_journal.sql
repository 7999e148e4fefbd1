-- The journal of every commune on this server: acts as they were said, the rows they left, and who sits where.
-- Valid on PostgreSQL 15 and later. Fit for distribution: every key of a commune's table begins with commune_id.
-- Append-only is kept by what is NOT granted, never by triggers.

-- What belongs to no commune: the epoch of this database, and the list of communes.
create table house (
  key text collate "C" primary key,
  value text not null
);
create table house_commune (
  code text collate "C" primary key,
  name text not null,
  sample boolean not null default false,
  founded_at bigint not null
);

-- Last entry number given out. One row a commune; taken inside the writing transaction, so gapless.
create table journal (
  commune_id integer primary key,
  last_entry bigint not null
);

-- A seat is one person on one phone (a device). safe_turn: highest turn that stands in a verified backup.
create table seat (
  commune_id integer not null,
  device text collate "C" not null,
  person text collate "C" not null,
  last_turn bigint not null default 0,
  safe_turn bigint not null default 0,
  opened_at bigint not null,
  primary key (commune_id, device)
);

-- Every act taken, whatever became of it. The body is `json`, not `jsonb`: it is kept letter for letter as it was
-- said, and letters that jsonb cannot hold (\u0000 in an act of an unknown kind) must not stop a phone's queue.
create table act (
  commune_id integer not null,
  device text collate "C" not null,
  turn bigint not null,
  id text collate "C" not null,
  kind text collate "C" not null,
  v integer not null,
  at bigint not null,
  body json not null,
  entry bigint,
  verdict json not null,
  waits boolean not null,
  received_at bigint not null,
  primary key (commune_id, device, turn)
);
create unique index act_entry on act (commune_id, entry) where entry is not null;
create index act_waits on act (commune_id, received_at, device, turn) where waits;

-- Acts that came again under a taken name with other content. Kept for people to look at, never dropped.
create table act_apart (
  commune_id integer not null,
  device text collate "C" not null,
  turn bigint not null,
  tally text collate "C" not null,
  act json not null,
  reason text not null,
  received_at bigint not null,
  primary key (commune_id, device, turn, tally)
);

-- What acts left behind. A row taken away stays as `gone` with the body null, so that phones are told.
create table kept_row (
  commune_id integer not null,
  kind text collate "C" not null,
  id text collate "C" not null,
  village_id text collate "C",
  household_id text collate "C",
  entry bigint not null,
  gone boolean not null default false,
  body json not null,
  primary key (commune_id, kind, id)
);
create index kept_row_entry on kept_row (commune_id, entry);
create index kept_row_household on kept_row (commune_id, household_id);

-- A row that moved away from a place: those who may see only the old place are told that it left.
create table row_left (
  commune_id integer not null,
  entry bigint not null,
  kind text collate "C" not null,
  id text collate "C" not null,
  village_id text collate "C",
  household_id text collate "C",
  primary key (commune_id, entry, kind, id)
);

-- One commune a transaction, whoever asks: the owner too (force). No setting, no rows.
alter table journal enable row level security;
alter table journal force row level security;
create policy journal_commune on journal
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table seat enable row level security;
alter table seat force row level security;
create policy seat_commune on seat
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table act enable row level security;
alter table act force row level security;
create policy act_read on act for select
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);
create policy act_say on act for insert
  with check (commune_id = nullif(current_setting('app.commune', true), '')::integer);
-- The one change an act may see: one that waits for a newer build gets its verdict, once.
create policy act_judge on act for update
  using (waits and commune_id = nullif(current_setting('app.commune', true), '')::integer)
  with check (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table act_apart enable row level security;
alter table act_apart force row level security;
create policy act_apart_commune on act_apart
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table kept_row enable row level security;
alter table kept_row force row level security;
create policy kept_row_commune on kept_row
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table row_left enable row level security;
alter table row_left force row level security;
create policy row_left_commune on row_left
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

grant select, insert, update on house to nha_rong_app;
grant select, insert, update on house_commune to nha_rong_app;
grant select, insert, update on journal to nha_rong_app;
grant select, insert on seat to nha_rong_app;
grant update (last_turn, safe_turn) on seat to nha_rong_app;
grant select, insert on act to nha_rong_app;
grant update (entry, verdict, waits) on act to nha_rong_app;
grant select, insert on act_apart to nha_rong_app;
grant select, insert, update on kept_row to nha_rong_app;
grant select, insert on row_left to nha_rong_app;
