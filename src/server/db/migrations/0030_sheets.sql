-- Sheets of households that an officer is about to take into the register, for one day; and how their heads were mapped.

-- sheets: gzipped JSON, without the columns that must not be read; null once taken. asked: the parts and mappings of
-- the last look, with its digest. taken: the receipt, so that asking again gets the same answer.
create table sheet_upload (
  commune_id integer not null,
  id text collate "C" not null,
  person text collate "C" not null,
  at bigint not null,
  sheets bytea,
  asked json,
  taken json,
  primary key (commune_id, id)
);
create index sheet_upload_at on sheet_upload (commune_id, at);

-- heads: tally of the texts above the columns. The same form is mapped once.
create table sheet_mapping (
  commune_id integer not null,
  heads text collate "C" not null,
  mapping json not null,
  at bigint not null,
  primary key (commune_id, heads)
);

alter table sheet_upload enable row level security;
alter table sheet_upload force row level security;
create policy sheet_upload_commune on sheet_upload
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

alter table sheet_mapping enable row level security;
alter table sheet_mapping force row level security;
create policy sheet_mapping_commune on sheet_mapping
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

grant select, insert, update, delete on sheet_upload to nha_rong_app;
grant select, insert, update, delete on sheet_mapping to nha_rong_app;
