create table activities (
  tenant_id text not null references tenants (id),
  id text not null,
  ref text not null,
  type text not null references activity_templates (type),
  title text not null check (length(title) between 1 and 300),
  description text,
  doer text not null,
  status text not null check (status in ('pending', 'queued', 'in_progress', 'awaiting_approval', 'done', 'failed', 'cancelled')),
  blocked_reason text check (blocked_reason in ('dependency', 'plan_gate', 'plan', 'contract', 'subscription', 'tenant', 'channel_missing', 'agent_paused', 'insufficient_credits', 'spend_cap', 'privacy')),
  priority text not null default 'normal' check (priority in ('critical', 'high', 'normal', 'low')),
  parent_id text,
  channel_id text,
  input jsonb not null default '{}',
  wake_reason text not null default 'new_task' check (wake_reason in ('new_task', 'rejection', 'critic', 'retry', 'resume', 'refresh', 'callback')),
  version integer not null default 1 check (version >= 1),
  rejections integer not null default 0,
  needs_human boolean not null default false,
  due_at timestamptz,
  scheduled_for timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  paused_at timestamptz,
  paused_by text,
  failure_code text,
  failure_message text,
  credits_cost integer not null default 0,
  output jsonb,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  unique (tenant_id, ref),
  foreign key (tenant_id, parent_id) references activities (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('activities');
select isolate_table('activities');
create index on activities (tenant_id, status, due_at);
create index on activities (tenant_id, type, status);
create index on activities (tenant_id, doer, status);
create index on activities (tenant_id, blocked_reason);
create index on activities (tenant_id, (input ->> 'requestId'));
create index on activities (tenant_id, parent_id);
create index on activities (tenant_id, channel_id);
create index on activities (tenant_id, updated_at desc, id);

create table activity_dependencies (
  tenant_id text not null,
  id text not null,
  activity_id text not null,
  depends_on_id text not null,
  kind text not null check (kind in ('output', 'approval')),
  primary key (tenant_id, id),
  unique (tenant_id, activity_id, depends_on_id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, depends_on_id) references activities (tenant_id, id)
);
select mutable_table('activity_dependencies');
select isolate_table('activity_dependencies');
create index on activity_dependencies (tenant_id, depends_on_id);
create index on activity_dependencies (tenant_id, updated_at desc, id);

create table agent_runs (
  tenant_id text not null references tenants (id),
  id text not null,
  activity_id text,
  subject_type text,
  subject_id text,
  agent text not null references agents (name),
  agent_version_id text not null references agent_versions (id),
  adapter text not null,
  model text not null,
  tier text not null check (tier in ('cheap', 'standard', 'expensive')),
  status text not null check (status in ('queued', 'running', 'waiting_callback', 'success', 'error', 'cancelled')),
  attempt integer not null default 1 check (attempt between 1 and 20),
  wake_reason text not null check (wake_reason in ('new_task', 'rejection', 'critic', 'retry', 'resume', 'refresh', 'callback')),
  prompt_key text,
  prompt_sha256 text,
  retrieval_version text,
  input_tokens integer not null default 0,
  output_tokens integer not null default 0,
  cached_tokens integer not null default 0,
  cost_micros bigint not null default 0,
  currency text not null default 'USD',
  version integer not null default 1,
  credits integer not null default 0,
  turns integer not null default 0,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  lease_until timestamptz,
  finished_at timestamptz,
  error_code text check (error_code in ('timeout', 'provider_error', 'invalid_output', 'cost_limit', 'spend_cap', 'tool_loop', 'tool_denied', 'callback_expired', 'lease_lost')),
  error_message text,
  trace_id text not null,
  primary key (tenant_id, id),
  unique (tenant_id, activity_id, version, attempt),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id)
);
select mutable_table('agent_runs');
select isolate_table('agent_runs');
create index on agent_runs (tenant_id, status);
create index on agent_runs (tenant_id, agent, started_at);
create index on agent_runs (tenant_id, subject_type, subject_id);
create index on agent_runs (status, lease_until);
create index on agent_runs (tenant_id, updated_at desc, id);

create table activity_events (
  tenant_id text not null,
  id text not null,
  activity_id text not null,
  run_id text,
  kind text not null,
  message text not null,
  data jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('activity_events');
select isolate_table('activity_events');
create index on activity_events (tenant_id, activity_id, id);
create index on activity_events (tenant_id, run_id);

create table run_steps (
  tenant_id text not null,
  id text not null,
  run_id text not null,
  seq integer not null,
  kind text not null check (kind in ('model', 'tool', 'retrieval', 'validator', 'critic', 'guard', 'wait', 'message')),
  name text not null,
  status text not null check (status in ('ok', 'error', 'blocked')),
  started_at timestamptz not null,
  duration_ms integer not null,
  summary text,
  data_key text,
  primary key (tenant_id, id),
  unique (tenant_id, run_id, seq),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('run_steps');
select isolate_table('run_steps');

create table run_chunks (
  tenant_id text not null,
  id text not null,
  run_id text not null,
  seq integer not null,
  delta text not null,
  primary key (tenant_id, id),
  unique (tenant_id, run_id, seq),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('run_chunks');
select isolate_table('run_chunks');

create table llm_calls (
  tenant_id text not null references tenants (id),
  id text not null,
  run_id text,
  purpose text not null check (purpose in ('agent', 'critic', 'chat', 'embed', 'scorer', 'image', 'video', 'check')),
  adapter text not null,
  provider text not null,
  model text not null,
  tier text not null check (tier in ('cheap', 'standard', 'expensive')),
  input_tokens integer not null,
  output_tokens integer not null,
  cached_tokens integer not null,
  cost_micros bigint not null,
  currency text not null,
  latency_ms integer not null,
  attempt integer not null,
  status text not null check (status in ('ok', 'error', 'timeout', 'refused')),
  error_code text,
  request_sha256 text not null,
  response_key text,
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('llm_calls');
select isolate_table('llm_calls');
create index on llm_calls (tenant_id, created_at);
create index on llm_calls (model, created_at);
create index on llm_calls (tenant_id, run_id);

create table validator_results (
  tenant_id text not null,
  id text not null,
  run_id text not null,
  version integer not null,
  validator text not null check (validator ~ '^V([1-9]|1[01])$'),
  passed boolean not null,
  action text not null check (action in ('none', 'repaired', 'cleaned', 'warned', 'failed')),
  details jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('validator_results');
select isolate_table('validator_results');
create index on validator_results (tenant_id, run_id);

create table critic_results (
  tenant_id text not null,
  id text not null,
  run_id text not null,
  subject_type text not null,
  subject_id text not null,
  version integer not null,
  score integer not null check (score between 0 and 100),
  confidence text not null check (confidence in ('high', 'medium', 'low')),
  passed boolean not null,
  issues jsonb not null default '[]',
  recommendation text not null check (recommendation in ('approve', 'regenerate', 'flag_for_review')),
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('critic_results');
select isolate_table('critic_results');
create index on critic_results (tenant_id, subject_type, subject_id);
create index on critic_results (tenant_id, run_id);

grant select, insert, update on activities, agent_runs to app;
grant select, insert, delete on activity_dependencies to app;
grant select, insert on activity_events, run_steps, run_chunks, llm_calls, validator_results, critic_results to app;

comment on table activities is 'one unit of work';
comment on table activity_dependencies is 'brief before post';
comment on table activity_events is 'timeline of an activity';
comment on table agent_runs is 'one execution of one agent';
comment on table run_steps is 'ordered log of a run';
comment on table run_chunks is 'streamed text for the live view';
comment on table llm_calls is 'cost and latency of every model call';
comment on table validator_results is 'result of each output validator';
comment on table critic_results is 'critic gate before the DM review';
