-- Being seen is no change to a membership: whoever edits it meanwhile does not lose the race against its owner's presence.
create or replace trigger touch before update on tenant_members for each row
  when (new.last_seen_at is not distinct from old.last_seen_at) execute function touch_row();
