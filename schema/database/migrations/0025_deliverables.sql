create table deliverable_plans (
  tenant_id text not null references tenants (id),
  id text not null,
  strategy_id text not null,
  version integer not null check (version >= 1),
  status text not null check (status in ('draft', 'pending_review', 'approved', 'rejected', 'archived')),
  starts_on date,
  summary text check (length(summary) <= 4000),
  credits_per_month integer not null default 0 check (credits_per_month >= 0),
  approved_by text check (approved_by ~ '^[a-z]+:'),
  approved_at timestamptz,
  rejection_note text check (length(rejection_note) between 10 and 4000),
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, version),
  check (status <> 'approved' or (approved_at is not null and approved_by is not null)),
  foreign key (tenant_id, strategy_id) references strategies (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id) deferrable
);
select mutable_table('deliverable_plans');
select isolate_table('deliverable_plans');
create unique index on deliverable_plans (tenant_id) where status = 'approved';
create index on deliverable_plans (tenant_id, strategy_id);
create index on deliverable_plans (tenant_id, run_id);
create index on deliverable_plans (tenant_id, updated_at desc, id);

create table deliverable_templates (
  tenant_id text not null,
  id text not null,
  deliverable_plan_id text not null,
  goal_id text,
  type text not null references activity_templates (type),
  title text not null check (length(title) between 1 and 200),
  monthly_volume integer not null check (monthly_volume between 0 and 100),
  platforms text[] not null default '{}' check (cardinality(platforms) <= 20),
  rationale text check (length(rationale) <= 2000),
  credits_each integer not null check (credits_each >= 0),
  status text not null default 'draft' check (status in ('draft', 'active', 'retired')),
  position integer not null default 0 check (position >= 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, deliverable_plan_id) references deliverable_plans (tenant_id, id),
  foreign key (tenant_id, goal_id) references goals (tenant_id, id)
);
select mutable_table('deliverable_templates');
select isolate_table('deliverable_templates');
create index on deliverable_templates (tenant_id, deliverable_plan_id);
create index on deliverable_templates (tenant_id, goal_id);
create index on deliverable_templates (tenant_id, type);
create index on deliverable_templates (tenant_id, updated_at desc, id);

create table deliverable_periods (
  tenant_id text not null,
  id text not null,
  deliverable_plan_id text not null,
  deliverable_template_id text not null,
  starts_on date not null check (extract(day from starts_on) = 1),
  ends_on date not null,
  status text not null check (status in ('planned', 'active', 'completed', 'closed')),
  target integer not null check (target >= 0),
  carried_in integer not null default 0 check (carried_in >= 0),
  done integer not null default 0 check (done >= 0),
  published integer not null default 0 check (published >= 0),
  shortfall integer not null default 0 check (shortfall >= 0),
  pulled_forward boolean not null default false,
  planned_at timestamptz,
  paused_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, deliverable_template_id, starts_on),
  check (ends_on = (starts_on + interval '1 month - 1 day')::date),
  check ((status = 'closed') = (closed_at is not null)),
  foreign key (tenant_id, deliverable_plan_id) references deliverable_plans (tenant_id, id),
  foreign key (tenant_id, deliverable_template_id) references deliverable_templates (tenant_id, id)
);
select mutable_table('deliverable_periods');
select isolate_table('deliverable_periods');
create index on deliverable_periods (tenant_id, starts_on, status);
create index on deliverable_periods (tenant_id, deliverable_plan_id);
create index on deliverable_periods (tenant_id, updated_at desc, id);

create table deliverables (
  tenant_id text not null references tenants (id),
  id text not null,
  deliverable_period_id text,
  deliverable_template_id text,
  goal_id text,
  type text not null references activity_templates (type),
  title text not null check (length(title) between 1 and 300),
  sequence integer not null check (sequence >= 1),
  status text not null check (status in ('generating', 'in_review', 'pending_review', 'needs_approval', 'approved', 'published', 'failed')),
  due_on date,
  subject_type text,
  subject_id text check (length(subject_id) <= 60),
  published_url text check (published_url ~ '^https?://' and length(published_url) <= 2000),
  failure_code text check (length(failure_code) <= 80),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  check ((subject_type is null) = (subject_id is null)),
  foreign key (tenant_id, deliverable_period_id) references deliverable_periods (tenant_id, id),
  foreign key (tenant_id, deliverable_template_id) references deliverable_templates (tenant_id, id),
  foreign key (tenant_id, goal_id) references goals (tenant_id, id)
);
select mutable_table('deliverables');
select isolate_table('deliverables');
create unique index on deliverables (tenant_id, deliverable_period_id, sequence) where deleted_at is null;
create index on deliverables (tenant_id, status, due_on);
create index on deliverables (tenant_id, deliverable_period_id);
create index on deliverables (tenant_id, deliverable_template_id);
create index on deliverables (tenant_id, goal_id);
create index on deliverables (tenant_id, type);
create index on deliverables (tenant_id, updated_at desc, id);

grant select, insert, update on deliverable_plans, deliverable_templates, deliverable_periods, deliverables to app;

comment on table deliverable_plans is 'standing monthly plan until refreshed';
comment on table deliverable_templates is 'recurring quantity inside a plan';
comment on table deliverable_periods is 'one month of one template';
comment on table deliverables is 'one promised item';
