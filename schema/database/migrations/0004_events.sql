create table outbox (
  id text primary key,
  tenant_id text references tenants (id),
  kind text not null check (kind in ('job', 'live', 'audit', 'notification')),
  name text not null,
  payload jsonb not null,
  actor text not null,
  request_id text,
  available_at timestamptz not null default now(),
  attempts integer not null default 0,
  delivered_at timestamptz,
  last_error text
);
select mutable_table('outbox');
create index on outbox (available_at, id) where delivered_at is null;
create index on outbox (tenant_id, id) where delivered_at is null;
create index on outbox (delivered_at) where delivered_at is not null;

create table search_outbox (
  tenant_id text not null references tenants (id),
  id text not null,
  collection text not null check (collection in ('blogs')),
  subject_id text not null,
  op text not null check (op in ('upsert', 'delete')),
  available_at timestamptz not null default now(),
  attempts integer not null default 0,
  delivered_at timestamptz,
  last_error text,
  primary key (tenant_id, id)
);
select mutable_table('search_outbox');
select isolate_table('search_outbox');
create unique index on search_outbox (tenant_id, collection, subject_id) where delivered_at is null;
create index on search_outbox (available_at, id) where delivered_at is null;
create index on search_outbox (tenant_id, updated_at desc, id);

create table consumed_events (
  consumer text not null,
  event_id text not null,
  created_at timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index on consumed_events (created_at);

create table tenant_events (
  tenant_id text not null references tenants (id),
  id text not null,
  seq bigint not null check (seq > 0),
  type text not null,
  data jsonb not null,
  actor text not null,
  primary key (tenant_id, id),
  unique (tenant_id, seq)
);
select append_only_table('tenant_events');
select isolate_table('tenant_events');

create table audit_heads (
  chain text primary key,
  last_seq bigint not null default 0,
  last_hash text not null
);
select mutable_table('audit_heads');

create table idempotency_keys (
  scope text not null,
  key text not null,
  method text not null,
  path text not null,
  body_sha256 text not null,
  status text not null check (status in ('in_progress', 'done')),
  response_status integer,
  response_body jsonb,
  locked_until timestamptz not null,
  expires_at timestamptz not null,
  primary key (scope, key)
);
select mutable_table('idempotency_keys');
create index on idempotency_keys (expires_at);

create table dead_letters (
  id text primary key,
  tenant_id text references tenants (id),
  queue text not null,
  job_id text not null,
  job_name text not null,
  payload jsonb not null,
  actor text not null,
  attempts integer not null,
  error_code text,
  error_message text not null,
  first_failed_at timestamptz not null,
  last_failed_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'redriven', 'discarded')),
  handled_by text,
  handled_at timestamptz,
  note text,
  unique (queue, job_id, last_failed_at)
);
select mutable_table('dead_letters');
create index on dead_letters (status, last_failed_at);
create index on dead_letters (tenant_id);

create table number_sequences (
  kind text not null check (kind in ('activity')),
  scope text not null,
  period text not null,
  next integer not null,
  primary key (kind, scope, period)
);

-- Gap-free numbers for the request role, which may not touch the counters of other tenants.
create function take_number(sequence_kind text, sequence_period text) returns integer language plpgsql security definer set search_path = public as $$
declare taken integer;
begin
  if array_length(current_tenants(), 1) is distinct from 1 then
    raise exception 'a number is taken for exactly one tenant' using errcode = 'insufficient_privilege';
  end if;
  insert into number_sequences as s (kind, scope, period, next) values (sequence_kind, (current_tenants())[1], sequence_period, 2)
    on conflict (kind, scope, period) do update set next = s.next + 1
    returning next - 1 into taken;
  return taken;
end $$;
revoke all on function take_number from public;
grant execute on function take_number to app, platform;

grant insert on outbox to app, auth;
grant select, insert, update on search_outbox to app;
grant select on tenant_events to app;
grant select, insert, update, delete on idempotency_keys to app, auth;
grant insert, select on consumed_events to app;

comment on table outbox is 'effects born in the same transaction as the change';
comment on table search_outbox is 'what the search indexer must copy';
comment on table consumed_events is 'dedupe of at-least-once delivery';
comment on table tenant_events is 'the live stream, numbered by the relay; durable copy for resume beyond Redis';
comment on table audit_heads is 'row lock and tip of each audit chain';
comment on table idempotency_keys is 'stored answers for replay';
comment on table dead_letters is 'jobs that used up their attempts';
comment on table number_sequences is 'gap-free counters';
