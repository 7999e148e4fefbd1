-- Who may come in: accounts, first slips, household cards, phones and their sessions; and the photos and recordings kept.
-- Secrets are kept as digests only: argon2id for what people choose or read from a card, SHA-256 for what chance made.

-- A login names no commune, so the house keeps which commune to ask. Unique over the server.
create table house_login (
  digest bytea primary key,
  commune text collate "C" not null
);

-- Wrong tries under a login, slip or card, known or not: how many, and when the next one may be made.
create table house_attempt (
  digest bytea primary key,
  fails integer not null,
  wait_until_at bigint not null,
  last_at bigint not null
);
create index house_attempt_last on house_attempt (last_at);

create table account (
  commune_id integer not null,
  person text collate "C" not null,
  login text collate "C" not null,
  seal text,
  set_at bigint,
  made_at bigint not null,
  primary key (commune_id, person),
  unique (commune_id, login)
);

create table slip (
  commune_id integer not null,
  digest bytea not null,
  person text collate "C" not null,
  -- Who gave it out; null: the operator at the machine.
  made_by text collate "C",
  made_at bigint not null,
  until_at bigint not null,
  used_at bigint,
  primary key (commune_id, digest)
);
create index slip_person on slip (commune_id, person);

create table card (
  commune_id integer not null,
  digest bytea not null,
  household_id text collate "C" not null,
  person text collate "C" not null,
  seal text not null,
  made_by text collate "C",
  made_at bigint not null,
  voided_at bigint,
  primary key (commune_id, digest)
);
create index card_household on card (commune_id, household_id);

-- What is known of a seat's phone. A desk is the seat the server speaks from for a person.
create table device (
  commune_id integer not null,
  device text collate "C" not null,
  person text collate "C" not null,
  desk boolean not null default false,
  phone_name text not null,
  made_at bigint not null,
  seen_at bigint not null,
  waiting integer not null default 0,
  revoked_at bigint,
  primary key (commune_id, device)
);
create index device_person on device (commune_id, person);

create table session (
  commune_id integer not null,
  digest bytea not null,
  device text collate "C" not null,
  person text collate "C" not null,
  made_at bigint not null,
  seen_at bigint not null,
  -- How long it may lie unused, and the last moment it may live however much it is used (null: none).
  idle_ms bigint not null,
  until_at bigint,
  primary key (commune_id, digest)
);
create index session_device on session (commune_id, device);
create index session_person on session (commune_id, person);

-- A photo or recording of a household, whole and cleaned. `hash` is what the phone calls it; `file` is the hash of what
-- was kept of it, and its name in DATA_DIR/clips: cleaning may have changed the bytes.
create table clip (
  commune_id integer not null,
  hash text collate "C" not null,
  household_id text collate "C" not null,
  type text not null,
  bytes integer not null,
  file text collate "C" not null,
  device text collate "C" not null,
  kept_at bigint not null,
  primary key (commune_id, hash, household_id)
);

-- One that is still coming in; what has come lies under a name made by chance.
create table clip_part (
  commune_id integer not null,
  hash text collate "C" not null,
  household_id text collate "C" not null,
  device text collate "C" not null,
  type text not null,
  bytes integer not null,
  name text collate "C" not null,
  begun_at bigint not null,
  primary key (commune_id, hash, household_id, device)
);
create index clip_part_begun on clip_part (commune_id, begun_at);

alter table account enable row level security;
alter table account force row level security;
create policy account_commune on account
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table slip enable row level security;
alter table slip force row level security;
create policy slip_commune on slip
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table card enable row level security;
alter table card force row level security;
create policy card_commune on card
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table device enable row level security;
alter table device force row level security;
create policy device_commune on device
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table session enable row level security;
alter table session force row level security;
create policy session_commune on session
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table clip enable row level security;
alter table clip force row level security;
create policy clip_commune on clip
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table clip_part enable row level security;
alter table clip_part force row level security;
create policy clip_part_commune on clip_part
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

grant select, insert, update, delete on house_login to nha_rong_app;
grant select, insert, update, delete on house_attempt to nha_rong_app;
grant select, insert, update on account to nha_rong_app;
grant select, insert, update on slip to nha_rong_app;
grant select, insert, update on card to nha_rong_app;
grant select, insert, update on device to nha_rong_app;
grant select, insert, update, delete on session to nha_rong_app;
grant select, insert, update on clip to nha_rong_app;
grant select, insert, update, delete on clip_part to nha_rong_app;
