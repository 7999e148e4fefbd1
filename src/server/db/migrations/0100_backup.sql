-- Safe is what stands in two verified backups: should the newest be lost or damaged, the one before it still holds it.
-- kept_turn: highest turn of the device in the newest verified backup; safe_turn follows it one backup later.
alter table seat add column kept_turn bigint not null default 0;
update seat set kept_turn = safe_turn;
grant update (kept_turn) on seat to nha_rong_app;
