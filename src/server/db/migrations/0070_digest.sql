-- How a phone notices that this is not the journal it knew, and that the rows it holds are not the server's: a digest over
-- every entry, chained, and sums over the rows (docs/decisions/0012). Both are kept in the transaction that writes.

-- hash: SHA-256 of the act as canonical JSON (src/journal/canonical.ts); it stays when words are erased, so that the chain
-- can still be checked and the same act, said again, is still known for the same. booked_at: when it got its entry. chain: SHA-256
-- of the chain before it, then the entry, the act's id and booked_at in decimal with '|' after each, then the hash. sent_at: what the device's clock showed when it sent the act, so that
-- received_at - (sent_at - at) tells about when it was said; evidence for people, never order.
alter table act add column hash bytea;
alter table act add column chain bytea;
alter table act add column booked_at bigint;
alter table act add column sent_at bigint;
alter table journal add column chain bytea not null default '\x';

-- What the row adds to sums (src/journal/digest.ts): 52 bits that say which row it is and which entry left it so.
alter table kept_row add column mark bigint;

-- Sums of marks of rows that are not gone, modulo 2^52. village_id '': of none. loose: rows of no household.
create table row_sum (
  commune_id integer not null,
  kind text collate "C" not null,
  village_id text collate "C" not null,
  loose boolean not null,
  rows bigint not null,
  sum bigint not null,
  primary key (commune_id, kind, village_id, loose)
);
alter table row_sum enable row level security;
alter table row_sum force row level security;
create policy row_sum_commune on row_sum
  using (commune_id = nullif(current_setting('app.commune', true), '')::integer);

-- Rows of before. The owner writes them here, whom row security must let.
alter table act no force row level security;
alter table journal no force row level security;
alter table kept_row no force row level security;
alter table row_sum no force row level security;

-- The product of two 32-bit numbers, its lower 32 bits.
create function digest_product(a bigint, b bigint) returns bigint language sql immutable
  return (((((a >> 16) * b) & 65535) << 16) + (a & 65535) * b) & 4294967295;

-- `tally` of src/journal/canonical.ts, over the units of UTF-16, as JavaScript counts letters.
create function digest_mark(words text, entry bigint) returns bigint language plpgsql immutable as $$
declare
  a bigint := 3735928559 # (entry & 4294967295);
  b bigint := 1103547991 # (entry & 4294967295);
  point bigint;
  unit bigint;
  letter text;
begin
  foreach letter in array string_to_array(words, null) loop
    point := ascii(letter);
    unit := case when point > 65535 then 55296 + ((point - 65536) >> 10) else point end;
    a := digest_product(a # unit, 2654435761);
    b := digest_product(b # unit, 1597334677);
    if point > 65535 then
      unit := 56320 + ((point - 65536) & 1023);
      a := digest_product(a # unit, 2654435761);
      b := digest_product(b # unit, 1597334677);
    end if;
  end loop;
  a := digest_product(a # (a >> 16), 2246822507) # digest_product(b # (b >> 13), 3266489909);
  b := digest_product(b # (b >> 16), 2246822507) # digest_product(a # (a >> 13), 3266489909);
  return (4294967296 * (2097151 & b) + a) % 4503599627370496;
end $$;

-- Canonical JSON of what JSON.stringify wrote: members in order of their names, numbers and words as they stand.
create function digest_canonical(value json) returns text language plpgsql immutable as $$
begin
  case json_typeof(value)
    when 'object' then return '{' || coalesce((select string_agg(to_json(m.key)::text || ':' || digest_canonical(m.value), ',' order by m.key collate "C") from json_each(value) m), '') || '}';
    when 'array' then return '[' || coalesce((select string_agg(digest_canonical(e.value), ',' order by e.n) from json_array_elements(value) with ordinality e (value, n)), '') || ']';
    else return value::text;
  end case;
end $$;

-- An act whose words cannot be taken apart (a null letter in them) is digested as it stands.
create function digest_act(one act) returns bytea language plpgsql immutable as $$
declare
  body text;
begin
  begin
    body := digest_canonical(one.body);
  exception when others then
    body := one.body::text;
  end;
  return sha256(convert_to('{"at":' || one.at || ',"body":' || body || ',"device":' || to_json(one.device) || ',"id":' || to_json(one.id) ||
    ',"kind":' || to_json(one.kind) || ',"turn":' || one.turn || ',"v":' || one.v || '}', 'UTF8'));
end $$;

update act set hash = digest_act(act), booked_at = case when entry is not null then received_at end;
do $$
declare
  of_commune integer := null;
  digest bytea := '\x';
  one record;
begin
  for one in select commune_id, entry, id, hash, booked_at, device, turn from act where entry is not null order by commune_id, entry loop
    if one.commune_id is distinct from of_commune then
      digest := '\x';
      of_commune := one.commune_id;
    end if;
    digest := sha256(digest || convert_to(one.entry || '|' || one.id || '|' || one.booked_at || '|', 'UTF8') || one.hash);
    update act set chain = digest where commune_id = one.commune_id and device = one.device and turn = one.turn;
  end loop;
end $$;
update journal j set chain = coalesce((select a.chain from act a where a.commune_id = j.commune_id and a.entry = j.last_entry), '\x');
update kept_row set mark = case when gone then 0 else digest_mark(kind || '/' || id, entry) end;
insert into row_sum (commune_id, kind, village_id, loose, rows, sum)
  select commune_id, kind, coalesce(village_id, ''), household_id is null, count(*), sum(mark) % 4503599627370496
  from kept_row where not gone group by 1, 2, 3, 4;

drop function digest_act(act);
drop function digest_canonical(json);
drop function digest_mark(text, bigint);
drop function digest_product(bigint, bigint);
alter table act alter column hash set not null;
alter table kept_row alter column mark set not null;
alter table act force row level security;
alter table journal force row level security;
alter table kept_row force row level security;
alter table row_sum force row level security;

-- A row as it was written, with its act: hash and chain of an act that waited come with its verdict.
grant update (entry, verdict, waits, chain, booked_at) on act to nha_rong_app;
grant select, insert, update on row_sum to nha_rong_app;
