-- Rules every table follows, as functions the later migrations call.

create function touch_row() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  new.row_version := old.row_version + 1;
  return new;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;

-- The tenants of this transaction: empty when nobody set them, so that no setting means no rows.
create function current_tenants() returns text[] language sql stable parallel safe as $$
  select string_to_array(coalesce(current_setting('app.tenants', true), ''), ',')
$$;

-- A table whose rows change: standard columns and the trigger that keeps them.
create function mutable_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s
    add column created_at timestamptz not null default now(),
    add column updated_at timestamptz not null default now(),
    add column created_by text,
    add column updated_by text,
    add column row_version integer not null default 1', name);
  execute format('create trigger touch before update on %s for each row execute function touch_row()', name);
end $$;

-- A table whose rows never change.
create function append_only_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s add column created_at timestamptz not null default now()', name);
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_change()', name);
end $$;

-- Row-level security of a tenant table: one policy, forced for the owner too. The sub-select is evaluated once per statement
-- and keeps the planner from counting the policy as a second, independent filter, so that it stays with the primary key.
create function isolate_table(name regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s using (tenant_id = any((select current_tenants())::text[])) with check (tenant_id = any((select current_tenants())::text[]))', name);
end $$;

grant usage on schema public to app, platform, auth;
