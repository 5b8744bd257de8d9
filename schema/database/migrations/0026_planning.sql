alter table activity_templates
  add column plannable boolean not null default true;
alter table activity_templates
  add constraint activity_templates_monthly_check check (monthly_min >= 0 and monthly_max >= monthly_min) not valid,
  add constraint activity_templates_label_check check (length(label) between 1 and 120) not valid;

create table action_items (
  tenant_id text not null,
  id text not null,
  deliverable_plan_id text not null,
  goal_id text,
  title text not null check (length(title) between 5 and 120),
  description text not null check (length(description) <= 2000),
  doer text not null check (length(doer) between 1 and 60),
  suggested_period integer not null check (suggested_period between 1 and 3),
  status text not null check (status in ('pending_review', 'approved', 'scheduled', 'done', 'dismissed')),
  activity_id text,
  decided_by text check (decided_by ~ '^[a-z]+:'),
  primary key (tenant_id, id),
  foreign key (tenant_id, deliverable_plan_id) references deliverable_plans (tenant_id, id),
  foreign key (tenant_id, goal_id) references goals (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id)
);
select mutable_table('action_items');
select isolate_table('action_items');
create index on action_items (tenant_id, deliverable_plan_id);
create index on action_items (tenant_id, goal_id);
create index on action_items (tenant_id, activity_id);
create index on action_items (tenant_id, updated_at desc, id);

create table recurring_tasks (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 2 and 80),
  agent text not null references agents (name),
  input jsonb not null default '{}' check (jsonb_typeof(input) = 'object' and octet_length(input::text) <= 262144),
  cron text not null check (length(cron) between 9 and 120),
  timezone text not null check (length(timezone) between 3 and 60),
  overlap text not null default 'skip' check (overlap in ('skip', 'queue')),
  enabled boolean not null default true,
  next_run_at timestamptz,
  last_run_at timestamptz,
  last_activity_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, last_activity_id) references activities (tenant_id, id)
);
select mutable_table('recurring_tasks');
select isolate_table('recurring_tasks');
create unique index on recurring_tasks (tenant_id, name) where deleted_at is null;
create index on recurring_tasks (next_run_at) where enabled and deleted_at is null;
create index on recurring_tasks (tenant_id, agent);
create index on recurring_tasks (tenant_id, last_activity_id);
create index on recurring_tasks (tenant_id, updated_at desc, id);

create table tenant_activity_templates (
  tenant_id text not null references tenants (id),
  id text not null,
  source_type text not null references activity_templates (type),
  title text check (length(title) between 1 and 120),
  instructions text check (length(instructions) <= 2000),
  gates text[] check (gates <@ array['auto', 'dm', 'design', 'client']),
  monthly_min integer check (monthly_min >= 0),
  monthly_max integer check (monthly_max >= 0),
  enabled boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, source_type),
  check (monthly_max >= monthly_min)
);
select mutable_table('tenant_activity_templates');
select isolate_table('tenant_activity_templates');
create index on tenant_activity_templates (tenant_id, updated_at desc, id);

create table calendar_dates (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('pinned', 'blackout', 'holiday')),
  starts_on date not null,
  ends_on date not null,
  title text not null check (length(title) between 1 and 120),
  platforms text[] not null default '{}' check (cardinality(platforms) <= 20),
  note text check (length(note) <= 1000),
  primary key (tenant_id, id),
  check (ends_on >= starts_on)
);
select mutable_table('calendar_dates');
select isolate_table('calendar_dates');
create index on calendar_dates (tenant_id, starts_on);
create index on calendar_dates (tenant_id, updated_at desc, id);

grant select, insert, update on action_items, recurring_tasks to app;
grant select, insert, update, delete on tenant_activity_templates, calendar_dates to app;

comment on table action_items is 'one-time work beside the recurring plan';
comment on table recurring_tasks is 'repeating agent work of a tenant''s own';
comment on table tenant_activity_templates is 'tenant override of an activity type';
comment on table calendar_dates is 'dates the planner must respect';
