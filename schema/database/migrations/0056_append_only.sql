-- Append-only rows are refused by grant as well as by trigger: nobody holds the right, the platform neither.
create or replace function append_only_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s add column created_at timestamptz not null default now()', name);
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_change()', name);
  execute format('create trigger append_only_whole before truncate on %s for each statement execute function refuse_change()', name);
  execute format('revoke update, delete, truncate on %s from app, auth, platform', name);
end $$;

do $$
declare
  held regclass;
begin
  for held in select tgrelid::regclass from pg_trigger where tgname = 'append_only' and tgrelid <> 'outbox'::regclass loop
    execute format('create trigger append_only_whole before truncate on %s for each statement execute function refuse_change()', held);
    execute format('revoke update, delete, truncate on %s from app, auth, platform', held);
  end loop;
end $$;

comment on table auth_verifications is 'one-time values of sign-in, of limited life';
