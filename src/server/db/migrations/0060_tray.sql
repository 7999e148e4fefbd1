-- Phones that vanish and posts that end: until when a phone may be opened without a signal, what the server has said to it
-- about its scope, and the tray of what came in sealed letters or under a taken name, for the officer to judge.

-- The last moment to which the phone may believe a lease it was given; null: none yet.
alter table device add column lease_until_at bigint;

-- What each device was told it may read, in order, and what it lost by that. `places` is what the next one is compared with.
create table scope_said (
  commune_id integer not null,
  device text collate "C" not null,
  n bigint not null,
  scope text collate "C" not null,
  places json not null,
  lost json not null,
  gained json not null,
  said_at bigint not null,
  primary key (commune_id, device, n)
);

-- What came in a letter, as it came. One that could not be opened keeps its box; one that could is read.
create table tray (
  commune_id integer not null,
  device text collate "C" not null,
  turn bigint not null,
  -- SHA-256 of the act (of the box, where it could not be opened): the same letter lies here once.
  hash text collate "C" not null,
  person text collate "C" not null,
  act json,
  letter json,
  received_at bigint not null,
  -- When the person's right or the phone's had ended, as known when it came; null: it had not.
  ended_at bigint,
  primary key (commune_id, device, turn, hash)
);

-- What the office did with it, every step: the last one holds. `what`: booked, known, aside, back, opened.
create table tray_step (
  commune_id integer not null,
  device text collate "C" not null,
  turn bigint not null,
  hash text collate "C" not null,
  n integer not null,
  what text not null,
  reason text,
  -- Entry of the book under which it stands, and for whom it was said there: the author, or the officer on their behalf.
  entry bigint,
  author text collate "C",
  person text collate "C" not null,
  done_at bigint not null,
  primary key (commune_id, device, turn, hash, n)
);

-- A photo or recording of a letter, whole and cleaned; it becomes the household's when an act that names it is booked.
create table tray_clip (
  commune_id integer not null,
  device text collate "C" not null,
  hash text collate "C" not null,
  household_id text collate "C" not null,
  type text not null,
  bytes integer not null,
  file text collate "C" not null,
  received_at bigint not null,
  primary key (commune_id, device, hash, household_id)
);

-- A piece of one that is still coming in; its bytes lie on the shelf's parts under `name`.
create table tray_piece (
  commune_id integer not null,
  device text collate "C" not null,
  hash text collate "C" not null,
  piece integer not null,
  pieces integer not null,
  name text collate "C" not null,
  bytes integer not null,
  received_at bigint not null,
  primary key (commune_id, device, hash, piece)
);

alter table scope_said enable row level security;
alter table scope_said force row level security;
create policy scope_said_commune on scope_said
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table tray enable row level security;
alter table tray force row level security;
create policy tray_commune on tray
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table tray_step enable row level security;
alter table tray_step force row level security;
create policy tray_step_commune on tray_step
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table tray_clip enable row level security;
alter table tray_clip force row level security;
create policy tray_clip_commune on tray_clip
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table tray_piece enable row level security;
alter table tray_piece force row level security;
create policy tray_piece_commune on tray_piece
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

-- Nothing in the tray is changed or taken away; only pieces go, once the whole has come.
grant select, insert on scope_said to nha_rong_app;
-- One word said again gets a newer number.
grant update (n, said_at) on scope_said to nha_rong_app;
grant select, insert on tray to nha_rong_app;
grant select, insert on tray_step to nha_rong_app;
grant select, insert on tray_clip to nha_rong_app;
grant select, insert, delete on tray_piece to nha_rong_app;
