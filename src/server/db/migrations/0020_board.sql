-- What stands on the public board now, village by village. `cells` holds what each number rests on, to know when it may move;
-- that part never leaves the server.
create table board_release (
  commune_id integer not null,
  village_id text collate "C" not null,
  release json not null,
  primary key (commune_id, village_id)
);
-- Up to which entry and on which day the releases of a commune were last looked at.
create table board_state (
  commune_id integer primary key,
  entry bigint not null,
  day text collate "C" not null
);

alter table board_release enable row level security;
alter table board_release force row level security;
create policy board_release_commune on board_release
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table board_state enable row level security;
alter table board_state force row level security;
create policy board_state_commune on board_state
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

grant select, insert, update on board_release to nha_rong_app;
grant select, insert, update on board_state to nha_rong_app;
