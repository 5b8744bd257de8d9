create table agent_sessions (
  tenant_id text not null references tenants (id),
  id text not null,
  agent text not null references agents (name),
  adapter text not null check (length(adapter) between 1 and 40),
  external_session_id text check (length(external_session_id) <= 200),
  goal_id text,
  activity_id text,
  summary text check (length(summary) <= 8000),
  messages_key text check (length(messages_key) between 1 and 500),
  token_count integer not null default 0 check (token_count >= 0),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, goal_id) references goals (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id)
);
select mutable_table('agent_sessions');
select isolate_table('agent_sessions');
create index on agent_sessions (expires_at);
create index on agent_sessions (tenant_id, agent);
create index on agent_sessions (tenant_id, goal_id);
create index on agent_sessions (tenant_id, activity_id);
create index on agent_sessions (tenant_id, updated_at desc, id);

alter table activities
  add column deliverable_id text,
  add column deliverable_period_id text,
  add column goal_id text,
  add column assignee_user_id text,
  add column platform text,
  add column schedule_reason jsonb not null default '{}',
  add column output_key text,
  add column output_sha256 text;
alter table activities
  add constraint activities_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid,
  add constraint activities_deliverable_period_id_fkey foreign key (tenant_id, deliverable_period_id) references deliverable_periods (tenant_id, id) not valid,
  add constraint activities_goal_id_fkey foreign key (tenant_id, goal_id) references goals (tenant_id, id) not valid,
  add constraint activities_assignee_user_id_fkey foreign key (assignee_user_id) references users (id) not valid,
  add constraint activities_ref_check check (ref ~ '^ACT-[0-9]{4}-[0-9]{3,}$') not valid,
  add constraint activities_doer_check check (length(doer) between 1 and 60) not valid,
  add constraint activities_platform_check check (length(platform) <= 40) not valid,
  add constraint activities_description_check check (length(description) <= 20000) not valid,
  add constraint activities_input_check check (octet_length(input::text) <= 262144) not valid,
  add constraint activities_schedule_reason_check check (jsonb_typeof(schedule_reason) = 'object') not valid,
  add constraint activities_rejections_check check (rejections >= 0) not valid,
  add constraint activities_credits_cost_check check (credits_cost >= 0) not valid,
  add constraint activities_output_check check (octet_length(output::text) <= 262144) not valid,
  add constraint activities_output_key_check check (length(output_key) between 1 and 500) not valid,
  add constraint activities_output_sha256_check check (output_sha256 ~ '^[0-9a-f]{64}$') not valid,
  add constraint activities_output_stored_check check ((output_key is null) = (output_sha256 is null)) not valid;

alter table agent_runs
  add column session_id text,
  add column seed bigint,
  add column task_token_hash text,
  add column tool_calls integer not null default 0,
  add column replay_of text;
alter table agent_runs
  add constraint agent_runs_session_id_fkey foreign key (tenant_id, session_id) references agent_sessions (tenant_id, id) on delete set null (session_id) not valid,
  add constraint agent_runs_replay_of_fkey foreign key (tenant_id, replay_of) references agent_runs (tenant_id, id) not valid,
  add constraint agent_runs_subject_check check ((subject_type is null) = (subject_id is null)) not valid,
  add constraint agent_runs_task_token_hash_check check (task_token_hash ~ '^[0-9a-f]{64}$') not valid,
  add constraint agent_runs_prompt_sha256_check check (prompt_sha256 ~ '^[0-9a-f]{64}$') not valid,
  add constraint agent_runs_usage_check check (input_tokens >= 0 and output_tokens >= 0 and cached_tokens >= 0 and cost_micros >= 0) not valid,
  add constraint agent_runs_currency_check check (currency ~ '^[A-Z]{3}$') not valid,
  add constraint agent_runs_version_check check (version >= 1) not valid,
  add constraint agent_runs_credits_check check (credits >= 0) not valid,
  add constraint agent_runs_turns_check check (turns >= 0) not valid,
  add constraint agent_runs_tool_calls_check check (tool_calls >= 0) not valid;

create table tool_calls (
  tenant_id text not null references tenants (id),
  id text not null,
  run_id text not null,
  step_seq integer not null check (step_seq >= 0),
  tool text not null check (length(tool) between 1 and 60),
  method text not null check (length(method) between 1 and 60),
  args jsonb not null check (jsonb_typeof(args) = 'object' and octet_length(args::text) <= 262144),
  result jsonb check (octet_length(result::text) <= 4096),
  result_key text check (length(result_key) between 1 and 500),
  success boolean not null,
  error_code text check (length(error_code) <= 80),
  duration_ms integer not null check (duration_ms >= 0),
  approval_id text,
  cited boolean not null default false,
  primary key (tenant_id, id),
  check (success = (error_code is null)),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id)
);
select append_only_table('tool_calls', '400 days');
select isolate_table('tool_calls');
create index on tool_calls (tenant_id, tool, created_at);
create index on tool_calls (tenant_id, run_id);
create index on tool_calls (tenant_id, approval_id);
create index on tool_calls using brin (created_at);

create table tenant_agent_memories (
  tenant_id text not null references tenants (id),
  id text not null,
  agent text not null references agents (name),
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,59}$'),
  value jsonb not null check (octet_length(value::text) <= 16384),
  confidence double precision not null check (confidence between 0 and 1),
  evidence_count integer not null default 1 check (evidence_count >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, agent, key)
);
select mutable_table('tenant_agent_memories');
select isolate_table('tenant_agent_memories');
create index on tenant_agent_memories (tenant_id, updated_at desc, id);

create table anomaly_alerts (
  tenant_id text not null references tenants (id),
  id text not null,
  metric text not null check (length(metric) between 1 and 80),
  channel text not null check (length(channel) between 1 and 40),
  period text not null check (period in ('daily', 'weekly', 'monthly')),
  period_start date not null,
  current_value numeric(18, 6) not null,
  previous_value numeric(18, 6) not null,
  change_pct numeric(18, 6) not null,
  threshold numeric(18, 6) not null check (threshold >= 0),
  direction text not null check (direction in ('spike', 'drop')),
  severity text not null check (severity in ('critical', 'warning', 'info')),
  narrative text not null check (length(narrative) <= 4000),
  likely_causes text[] not null default '{}' check (cardinality(likely_causes) <= 20),
  status text not null default 'open' check (status in ('open', 'acknowledged', 'dismissed')),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, metric, channel, period, period_start),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('anomaly_alerts');
select isolate_table('anomaly_alerts');
create index on anomaly_alerts (tenant_id, status);
create index on anomaly_alerts (tenant_id, run_id);
create index on anomaly_alerts (tenant_id, updated_at desc, id);

grant select, insert, update on agent_sessions, anomaly_alerts to app;
grant select, insert, update, delete on tenant_agent_memories to app;
grant select, insert on tool_calls to app;

comment on table agent_sessions is 'continuity across runs';
comment on table tool_calls is 'every tool use';
comment on table tenant_agent_memories is 'what an agent learned about a tenant';
comment on table anomaly_alerts is 'unusual numbers, explained';
