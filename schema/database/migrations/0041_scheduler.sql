create table schedules (
  id text primary key,
  name text not null unique check (length(name) between 1 and 80),
  cron text not null check (length(cron) between 9 and 120),
  timezone text not null,
  target text not null,
  overlap text not null default 'skip' check (overlap in ('skip', 'queue_one', 'allow')),
  catch_up text not null default 'skip' check (catch_up in ('skip', 'once', 'all')),
  enabled boolean not null default true,
  next_at timestamptz not null,
  last_at timestamptz,
  last_status text check (last_status in ('running', 'completed', 'failed', 'skipped'))
);
select mutable_table('schedules');
create index on schedules (next_at) where enabled;

create table schedule_runs (
  id text primary key,
  schedule_id text not null references schedules (id),
  tick_at timestamptz not null,
  status text not null check (status in ('running', 'completed', 'failed', 'skipped')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  error_message text,
  unique (schedule_id, tick_at),
  check (finished_at is null or finished_at >= started_at)
);
select mutable_table('schedule_runs');

create table scheduled_tasks (
  id text primary key,
  tenant_id text references tenants (id),
  type text not null check (type ~ '^[a-z_]+(\.[a-z_]+)+$'),
  dedupe_key text not null check (length(dedupe_key) between 1 and 200),
  payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object'),
  run_at timestamptz not null,
  recurrence jsonb check (jsonb_typeof(recurrence) = 'object'),
  catch_up text not null default 'once' check (catch_up in ('skip', 'once', 'all')),
  overlap text not null default 'skip' check (overlap in ('skip', 'queue_one', 'allow')),
  status text not null default 'pending' check (status in ('pending', 'running', 'completed', 'failed', 'cancelled', 'skipped')),
  attempts integer not null default 0 check (attempts >= 0),
  lease_until timestamptz,
  last_error text,
  skip_reason text,
  check ((status = 'running') = (lease_until is not null)),
  check (status <> 'skipped' or skip_reason is not null)
);
select mutable_table('scheduled_tasks');
-- The platform's own tasks share one name space, each tenant has its own.
create unique index on scheduled_tasks (coalesce(tenant_id, ''), dedupe_key) where status in ('pending', 'running');
create index on scheduled_tasks (status, run_at);
create index on scheduled_tasks (tenant_id);

-- The request role leaves tasks, for its own tenant or the platform, and reads none.
alter table scheduled_tasks enable row level security;
alter table scheduled_tasks force row level security;
create policy leave on scheduled_tasks for insert to app with check (tenant_id is null or tenant_id = any((select current_tenants())::text[]));
grant insert on scheduled_tasks to app;

comment on table schedules is 'platform clocks';
comment on table schedule_runs is 'each tick of a clock, once';
comment on table scheduled_tasks is 'one-off and recurring tasks';
