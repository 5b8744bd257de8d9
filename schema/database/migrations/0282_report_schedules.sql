create table report_schedules (
  tenant_id text not null references tenants (id),
  id text not null,
  label text not null check (length(label) between 3 and 90),
  kind text not null check (kind in ('monthly_performance', 'custom')),
  frequency text not null check (frequency in ('weekly', 'monthly')),
  prompt text check (length(prompt) between 10 and 2000),
  recipients text[] not null default '{}' check (cardinality(recipients) <= 20),
  send_at_local text not null default '08:00' check (send_at_local ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  weekday integer check (weekday between 1 and 7),
  month_day integer check (month_day between 1 and 28),
  enabled boolean not null default true,
  next_run_at timestamptz not null,
  last_problem text check (length(last_problem) <= 500),
  primary key (tenant_id, id),
  check ((kind = 'custom') = (prompt is not null)),
  check (kind = 'custom' or frequency = 'monthly'),
  check ((frequency = 'weekly') = (weekday is not null)),
  check ((frequency = 'monthly') = (month_day is not null))
);
select mutable_table('report_schedules');
select isolate_table('report_schedules');
create index on report_schedules (next_run_at) where enabled;
create index on report_schedules (tenant_id, updated_at desc, id);
grant select, insert, update, delete on report_schedules to app;
comment on table report_schedules is 'standing orders of reports, and who gets them';

-- The standing order that a report answers.
alter table reports add column report_schedule_id text;
alter table reports add constraint reports_schedule_fk foreign key (tenant_id, report_schedule_id) references report_schedules (tenant_id, id) not valid;
