-- The platform role sees all tenants by a policy of its own instead of an attribute that only a superuser can give: a managed
-- PostgreSQL has none. The policy is constant, so the planner drops it together with the one it stands beside.
-- Gives way before the second after which PostgreSQL looks for deadlocks, so that it is never traffic that is refused.
set local lock_timeout = '200ms';

create or replace function isolate_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s using (tenant_id = any((select current_tenants())::text[])) with check (tenant_id = any((select current_tenants())::text[]))', name);
  execute format('create policy platform on %s to platform using (true) with check (true)', name);
end $$;

create or replace function bound_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s to app using (tenant_id = any((select current_tenants())::text[])) with check (tenant_id is null or tenant_id = any((select current_tenants())::text[]))', name);
  execute format('create policy platform on %s to platform using (true) with check (true)', name);
end $$;

do $$
declare name regclass;
begin
  for name in select oid from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace order by relname loop
    execute format('create policy platform on %s to platform using (true) with check (true)', name);
  end loop;
end $$;
