alter table context_files
  add column rejection_note text,
  add column run_id text;
alter table context_files
  add constraint context_files_change_note_check check (length(change_note) <= 500) not valid,
  add constraint context_files_rejection_note_check check (length(rejection_note) between 10 and 4000) not valid,
  add constraint context_files_run_id_fkey foreign key (tenant_id, run_id) references agent_runs (tenant_id, id) deferrable not valid;

create table strategies (
  tenant_id text not null references tenants (id),
  id text not null,
  version integer not null check (version >= 1),
  status text not null check (status in ('draft', 'pending_review', 'approved', 'rejected', 'archived')),
  review_stage text check (review_stage in ('dm', 'client')),
  title text not null check (length(title) between 1 and 200),
  summary text check (length(summary) <= 4000),
  body text check (octet_length(body) <= 262144),
  s3_key text check (length(s3_key) between 1 and 500),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  horizon_months integer not null default 6 check (horizon_months between 1 and 24),
  starts_on date not null,
  ends_on date not null,
  recommended_channels text[] not null default '{}' check (cardinality(recommended_channels) <= 40),
  changes_summary text check (length(changes_summary) <= 4000),
  context_file_id text not null,
  approved_by text check (approved_by ~ '^[a-z]+:'),
  approved_at timestamptz,
  rejection_note text check (length(rejection_note) between 10 and 4000),
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, version),
  check ((status = 'pending_review') = (review_stage is not null)),
  check (status <> 'approved' or (approved_at is not null and approved_by is not null)),
  check (body is not null or s3_key is not null),
  check (ends_on > starts_on),
  foreign key (tenant_id, context_file_id) references context_files (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id) deferrable
);
select mutable_table('strategies');
select isolate_table('strategies');
create unique index on strategies (tenant_id) where status = 'approved';
create index on strategies (tenant_id, context_file_id);
create index on strategies (tenant_id, run_id);
create index on strategies (tenant_id, updated_at desc, id);

create table strategy_configs (
  tenant_id text not null references tenants (id),
  id text not null,
  use_baseline boolean not null default true,
  use_rag_brand boolean not null default true,
  use_rag_competitor boolean not null default true,
  use_connected_channels boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select mutable_table('strategy_configs');
select isolate_table('strategy_configs');
create index on strategy_configs (tenant_id, updated_at desc, id);

create table goals (
  tenant_id text not null references tenants (id),
  id text not null,
  strategy_id text,
  title text not null check (length(title) between 3 and 200),
  metric text not null check (length(metric) between 1 and 80),
  unit text not null check (length(unit) between 1 and 40),
  direction text not null check (direction in ('up', 'down')),
  baseline_value numeric(18, 6),
  target_value numeric(18, 6) not null,
  current_value numeric(18, 6),
  starts_on date not null,
  due_on date not null,
  status text not null check (status in ('draft', 'active', 'achieved', 'missed', 'archived')),
  archived_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  check (due_on > starts_on),
  check ((status = 'archived') = (archived_at is not null)),
  foreign key (tenant_id, strategy_id) references strategies (tenant_id, id)
);
select mutable_table('goals');
select isolate_table('goals');
create index on goals (tenant_id, status);
create index on goals (tenant_id, strategy_id);
create index on goals (tenant_id, updated_at desc, id);

create table goal_progress (
  tenant_id text not null,
  id text not null,
  goal_id text not null,
  kind text not null check (kind in ('value', 'target_change')),
  measured_on date not null,
  value numeric(18, 6) not null,
  previous numeric(18, 6),
  source text not null check (source in ('manual', 'channel', 'crm', 'agent')),
  note text check (length(note) <= 1000),
  primary key (tenant_id, id),
  unique (tenant_id, goal_id, kind, measured_on),
  foreign key (tenant_id, goal_id) references goals (tenant_id, id)
);
select mutable_table('goal_progress');
select isolate_table('goal_progress');
create index on goal_progress (tenant_id, updated_at desc, id);

grant select, insert, update on strategies, strategy_configs, goals to app;
grant select, insert, update, delete on goal_progress to app;

comment on table strategies is 'six-month strategy, versioned';
comment on table strategy_configs is 'which inputs the strategy writer gets';
comment on table goals is 'measurable aim';
comment on table goal_progress is 'progress points and target history of a goal';
