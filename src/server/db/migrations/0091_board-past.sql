-- Every table of the public board that ever stood: what each shown cell rested on. A new one must not, subtracted from any of
-- them, tell of fewer than five households. It never leaves the server.
create table board_past (
  commune_id integer not null,
  village_id text collate "C" not null,
  part text collate "C" not null,
  n bigint not null,
  day text collate "C" not null,
  cells json not null,
  primary key (commune_id, village_id, part, n)
);
alter table board_past enable row level security;
alter table board_past force row level security;
create policy board_past_commune on board_past
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);
grant select, insert on board_past to nha_rong_app;
