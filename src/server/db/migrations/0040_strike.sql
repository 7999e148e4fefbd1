-- Clips that a family no longer agrees to are deleted: their lines go with their files.
grant delete on clip to nha_rong_app;
