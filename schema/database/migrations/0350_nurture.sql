-- Steps that lead somebody on, who follows them, and how far each step came.
create table lead_nurture_sequences (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 3 and 120),
  version integer not null default 1 check (version >= 1),
  status text not null check (status in ('draft', 'active', 'paused', 'archived')),
  primary key (tenant_id, id)
);
select mutable_table('lead_nurture_sequences');
select isolate_table('lead_nurture_sequences');
create unique index on lead_nurture_sequences (tenant_id, name) where status <> 'archived';
create index on lead_nurture_sequences (tenant_id, updated_at desc, id);

create table lead_nurture_steps (
  tenant_id text not null references tenants (id),
  id text not null,
  sequence_id text not null,
  version integer not null check (version >= 1),
  step_order integer not null check (step_order between 1 and 20),
  channel text not null check (channel in ('email', 'task', 'call_reminder')),
  delay_hours integer not null check (delay_hours between 0 and 2160),
  body text not null check (length(body) between 5 and 2000),
  primary key (tenant_id, id),
  unique (tenant_id, sequence_id, version, step_order),
  foreign key (tenant_id, sequence_id) references lead_nurture_sequences (tenant_id, id)
);
select mutable_table('lead_nurture_steps');
select isolate_table('lead_nurture_steps');
create index on lead_nurture_steps (tenant_id, updated_at desc, id);

create table lead_nurture_enrollments (
  tenant_id text not null references tenants (id),
  id text not null,
  lead_id text not null,
  sequence_id text not null,
  sequence_version integer not null check (sequence_version >= 1),
  current_step_order integer not null default 0 check (current_step_order between 0 and 20),
  status text not null check (status in ('active', 'paused', 'completed', 'exited')),
  enrolled_by text not null check (enrolled_by ~ '^[a-z]+:'),
  next_step_at timestamptz,
  skips_in_row integer not null default 0 check (skips_in_row >= 0),
  exit_reason text check (exit_reason in ('replied', 'unsubscribed', 'bounced', 'disqualified', 'converted', 'manual', 'sequence_archived', 'unreachable', 'rule')),
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, lead_id) references leads (tenant_id, id),
  foreign key (tenant_id, sequence_id) references lead_nurture_sequences (tenant_id, id),
  check ((status = 'exited') = (exit_reason is not null))
);
select mutable_table('lead_nurture_enrollments');
select isolate_table('lead_nurture_enrollments');
create unique index on lead_nurture_enrollments (tenant_id, lead_id) where status in ('active', 'paused');
create index on lead_nurture_enrollments (tenant_id, lead_id);
create index on lead_nurture_enrollments (tenant_id, sequence_id);
create index on lead_nurture_enrollments (status, next_step_at);
create index on lead_nurture_enrollments (tenant_id, updated_at desc, id);

create table nurture_step_runs (
  tenant_id text not null references tenants (id),
  id text not null,
  enrollment_id text not null,
  step_order integer not null check (step_order between 1 and 20),
  status text not null check (status in ('scheduled', 'sent', 'skipped')),
  lead_email_id text,
  executed_at timestamptz,
  error_code text check (length(error_code) <= 60),
  primary key (tenant_id, id),
  unique (tenant_id, enrollment_id, step_order),
  foreign key (tenant_id, enrollment_id) references lead_nurture_enrollments (tenant_id, id),
  foreign key (tenant_id, lead_email_id) references lead_emails (tenant_id, id)
);
select mutable_table('nurture_step_runs');
select isolate_table('nurture_step_runs');
create index on nurture_step_runs (tenant_id, lead_email_id);
create index on nurture_step_runs (tenant_id, updated_at desc, id);

alter table lead_activities
  drop constraint lead_activities_type_check,
  add constraint lead_activities_type_check check (type in ('note', 'call', 'meeting', 'task_created', 'email_sent', 'email_received', 'email_bounced', 'unsubscribed', 'form_submitted', 'status_change', 'assigned', 'imported', 'enrichment', 'nurture_enrolled', 'nurture_step_executed', 'nurture_paused', 'nurture_resumed', 'nurture_exited')) not valid;

grant select, insert, update on lead_nurture_sequences, lead_nurture_steps, lead_nurture_enrollments, nurture_step_runs to app;
comment on table lead_nurture_sequences is 'steps that lead somebody on';
comment on table lead_nurture_steps is 'one step of a sequence';
comment on table lead_nurture_enrollments is 'a lead inside a sequence';
comment on table nurture_step_runs is 'execution of a step, once';
