create table agents (
  id text primary key,
  name text not null unique,
  label text not null,
  description text not null,
  "group" text not null,
  queue text not null unique,
  min_plan text not null check (min_plan in ('free', 'pro', 'agency', 'enterprise')),
  credit_rate_key text,
  current_version_id text,
  concurrency integer not null check (concurrency between 1 and 100),
  timeout_s integer not null check (timeout_s between 1 and 900),
  lock_s integer not null,
  enabled boolean not null default true,
  paused_at timestamptz,
  paused_by text
);
select mutable_table('agents');
create index on agents ("group");

create table agent_versions (
  id text primary key,
  agent_id text not null references agents (id),
  version integer not null check (version >= 1),
  status text not null check (status in ('draft', 'active', 'retired')),
  system_prompt text not null,
  input_schema jsonb not null,
  output_schema jsonb not null,
  tools text[] not null default '{}',
  skills text[] not null default '{}',
  tier text not null check (tier in ('cheap', 'standard', 'expensive')),
  adapter text,
  model text,
  temperature double precision not null check (temperature between 0 and 1),
  max_output_tokens integer not null check (max_output_tokens > 0),
  max_turns integer not null check (max_turns > 0),
  max_tokens_per_run integer check (max_tokens_per_run > 0),
  max_cost_per_run_minor bigint check (max_cost_per_run_minor >= 0),
  change_note text not null default '',
  published_by text,
  published_at timestamptz,
  unique (agent_id, version)
);
select mutable_table('agent_versions');
create unique index on agent_versions (agent_id) where status = 'active';
alter table agents add foreign key (current_version_id) references agent_versions (id);

create table agent_configs (
  tenant_id text not null references tenants (id),
  id text not null,
  agent text not null references agents (name),
  enabled boolean not null default true,
  tier text check (tier in ('cheap', 'standard', 'expensive')),
  adapter text,
  model text,
  max_cost_per_run_minor bigint check (max_cost_per_run_minor >= 0),
  max_tokens_per_run integer check (max_tokens_per_run > 0),
  instructions text check (length(instructions) <= 2000),
  paused_at timestamptz,
  paused_by text,
  primary key (tenant_id, id),
  unique (tenant_id, agent)
);
select mutable_table('agent_configs');
select isolate_table('agent_configs');
create index on agent_configs (tenant_id, updated_at desc, id);

create table adapters (
  id text primary key,
  name text not null unique,
  kind text not null check (kind in ('anthropic', 'openai', 'google', 'ollama', 'offline')),
  base_url text,
  key_cipher text,
  models jsonb not null,
  local boolean not null,
  enabled boolean not null default true,
  priority integer not null default 100
);
select mutable_table('adapters');

create table model_prices (
  id text primary key,
  provider text not null,
  model text not null,
  input_micros_per_mtok bigint not null check (input_micros_per_mtok >= 0),
  output_micros_per_mtok bigint not null check (output_micros_per_mtok >= 0),
  cached_micros_per_mtok bigint not null check (cached_micros_per_mtok >= 0),
  unit text not null default 'token' check (unit in ('token', 'image', 'video_second')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  unique (provider, model, unit, valid_from)
);
select mutable_table('model_prices');

create table activity_templates (
  id text primary key,
  type text not null unique,
  label text not null,
  description text not null,
  agent text not null references agents (name),
  min_plan text not null check (min_plan in ('free', 'pro', 'agency', 'enterprise')),
  credit_rate_key text not null,
  monthly_min integer not null,
  monthly_max integer not null,
  gates text[] not null check (gates <@ array['auto', 'dm', 'design', 'client']),
  depends_on text[] not null default '{}',
  risk text not null check (risk in ('low', 'medium', 'high')),
  enabled boolean not null default true
);
select mutable_table('activity_templates');

grant select on agents, agent_versions, adapters, model_prices, activity_templates to app;
grant select, insert, update, delete on agent_configs to app;

comment on table agents is 'the roster';
comment on table agent_versions is 'master configuration of an agent';
comment on table agent_configs is 'tenant override of an agent';
comment on table adapters is 'how models are reached';
comment on table model_prices is 'price list behind cost figures';
comment on table activity_templates is 'catalogue of activity types';
