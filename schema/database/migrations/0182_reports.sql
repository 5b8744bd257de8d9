create table report_snapshots (
  tenant_id text not null references tenants (id),
  id text not null,
  period_start date not null,
  period_end date not null check (period_end >= period_start),
  data_key text not null check (length(data_key) between 1 and 500),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (tenant_id, id)
);
select append_only_table('report_snapshots');
select isolate_table('report_snapshots');
create index on report_snapshots (tenant_id, period_start);

create table reports (
  tenant_id text not null references tenants (id),
  id text not null,
  label text not null check (length(label) between 3 and 120),
  period text not null check (length(period) between 1 and 60),
  start_on date not null,
  end_on date not null check (end_on >= start_on),
  source text not null check (source in ('agent', 'dm_upload', 'ai_generated', 'scheduled')),
  frequency text check (frequency in ('weekly', 'monthly')),
  status text not null check (status in ('generating', 'ready', 'failed')),
  content_type text not null default 'markdown' check (content_type in ('markdown', 'pdf')),
  content text check (length(content) <= 30000),
  summary text check (length(summary) <= 2000),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 262144),
  pdf_key text check (length(pdf_key) <= 500),
  user_prompt text check (length(user_prompt) between 10 and 2000),
  report_snapshot_id text,
  requested_by text check (requested_by ~ '^[a-z]+:'),
  version integer not null default 1 check (version >= 1),
  failure_message text check (length(failure_message) <= 500),
  activity_id text,
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, report_snapshot_id) references report_snapshots (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'ready' or content is not null or pdf_key is not null)
);
select mutable_table('reports');
select isolate_table('reports');
create index on reports (tenant_id, created_at desc);
create index on reports (tenant_id, report_snapshot_id);
create unique index on reports (tenant_id, activity_id);
create index on reports (tenant_id, run_id);
create index on reports (tenant_id, updated_at desc, id);

grant select, insert on report_snapshots to app;
grant select, insert, update on reports to app;
comment on table report_snapshots is 'frozen numbers, so that a report can be told again bit for bit';
comment on table reports is 'one report';
