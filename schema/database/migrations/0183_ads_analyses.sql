create table ads_analyses (
  tenant_id text not null references tenants (id),
  id text not null,
  start_on date not null,
  end_on date not null check (end_on >= start_on),
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  health text check (health in ('healthy', 'needs_attention', 'critical')),
  headline text check (length(headline) <= 400),
  result jsonb not null default '{}' check (jsonb_typeof(result) = 'object' and octet_length(result::text) <= 131072),
  failure_message text check (length(failure_message) <= 500),
  activity_id text not null,
  run_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'done' or (health is not null and headline is not null))
);
select mutable_table('ads_analyses');
select isolate_table('ads_analyses');
create unique index on ads_analyses (tenant_id, activity_id);
create index on ads_analyses (tenant_id, run_id);
create index on ads_analyses (tenant_id, updated_at desc, id);

grant select, insert, update on ads_analyses to app;
comment on table ads_analyses is 'how paid campaigns did in a time, and what to change';
