-- Checks of adapters: ordered by a super admin, carried out by the function that calls models.

create table adapter_checks (
  id text primary key,
  adapter_id text not null references adapters (id),
  tier text not null check (tier in ('cheap', 'standard', 'expensive')),
  model text not null,
  status text not null default 'queued' check (status in ('queued', 'done')),
  ok boolean,
  latency_ms integer check (latency_ms >= 0),
  input_tokens integer check (input_tokens >= 0),
  output_tokens integer check (output_tokens >= 0),
  code text,
  error text check (length(error) <= 500),
  finished_at timestamptz,
  check ((status = 'done') = (finished_at is not null and ok is not null))
);
select mutable_table('adapter_checks');
create index on adapter_checks (adapter_id, id desc);

grant select, update on adapter_checks to app;

comment on table adapter_checks is 'small, real calls that show whether an adapter answers';
