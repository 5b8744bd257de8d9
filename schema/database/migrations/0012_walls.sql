-- Append-only holds by grant as well as by trigger, for the role that sees all tenants too.
create or replace function append_only_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s add column created_at timestamptz not null default now()', name);
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_change()', name);
  execute format('revoke update, delete, truncate on %s from app, auth, platform', name);
end $$;

do $$
declare name regclass;
begin
  for name in select tgrelid::regclass from pg_trigger where tgname = 'append_only' loop
    execute format('revoke update, delete, truncate on %s from app, auth, platform', name);
  end loop;
end $$;

-- A platform table that may name a tenant: requests reach only rows of their own tenants, or of none.
create function bound_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s to app using (tenant_id = any((select current_tenants())::text[])) with check (tenant_id is null or tenant_id = any((select current_tenants())::text[]))', name);
end $$;

select bound_table('auth_sessions'), bound_table('outbox'), bound_table('dead_letters');
create policy sign_in on auth_sessions to auth using (true) with check (true);
create policy sign_in on outbox to auth using (true) with check (true);

-- The last part of a scope is the tenant the answer was kept for, or - where the caller works in several or none.
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys to app using (
  case when split_part(scope, ':', 4) = '-' then cardinality((select current_tenants())::text[]) <> 1
  else split_part(scope, ':', 4) = any((select current_tenants())::text[]) end
);
create policy sign_in on idempotency_keys to auth using (true);
