create table plan_months (
  tenant_id text not null,
  id text not null,
  deliverable_plan_id text not null,
  starts_on date not null check (extract(day from starts_on) = 1),
  ends_on date not null check (ends_on > starts_on),
  status text not null check (status in ('planning', 'active', 'paused', 'cancelled', 'closed')),
  planned integer not null default 0 check (planned >= 0),
  skipped jsonb not null default '[]' check (jsonb_typeof(skipped) = 'array' and octet_length(skipped::text) <= 65536),
  warnings text[] not null default '{}' check (cardinality(warnings) <= 20),
  pulled_forward boolean not null default false,
  planned_at timestamptz,
  planned_by text check (planned_by ~ '^[a-z]+:'),
  run_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, deliverable_plan_id) references deliverable_plans (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('plan_months');
select isolate_table('plan_months');
create unique index on plan_months (tenant_id, deliverable_plan_id, starts_on);
create index on plan_months (tenant_id, run_id);
create index on plan_months (tenant_id, updated_at desc, id);
grant select, insert, update on plan_months to app;
comment on table plan_months is 'one calendar month of a plan: what was planned, and whether it is at work';

create table keywords (
  tenant_id text not null references tenants (id),
  id text not null,
  keyword text not null check (length(keyword) between 2 and 80),
  locale text not null check (length(locale) between 2 and 20),
  volume_bucket text check (volume_bucket in ('0-10', '10-100', '100-1K', '1K-10K', '10K-100K', '100K+')),
  difficulty text check (difficulty in ('low', 'medium', 'high')),
  intent text check (intent in ('informational', 'commercial', 'transactional', 'navigational')),
  category text check (category in ('primary', 'secondary', 'long_tail', 'lsi', 'question')),
  source text not null check (source in ('agent', 'manual', 'gsc', 'provider')),
  status text not null default 'new' check (status in ('new', 'tracked', 'archived')),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('keywords');
select isolate_table('keywords');
create unique index on keywords (tenant_id, keyword, locale) where deleted_at is null;
create index on keywords (tenant_id, updated_at desc, id);

create table keyword_groups (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 3 and 80),
  purpose text not null check (purpose in ('content', 'ads', 'landing_page')),
  status text not null check (status in ('pending_review', 'approved', 'rejected', 'archived')),
  content_hash text not null,
  version integer not null default 1 check (version >= 1),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 4000),
  activity_id text,
  run_id text,
  deliverable_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id)
);
select mutable_table('keyword_groups');
select isolate_table('keyword_groups');
create index on keyword_groups (tenant_id, status);
create index on keyword_groups (tenant_id, activity_id);
create index on keyword_groups (tenant_id, run_id);
create index on keyword_groups (tenant_id, deliverable_id);
create index on keyword_groups (tenant_id, updated_at desc, id);

create table keyword_group_items (
  tenant_id text not null,
  id text not null,
  keyword_group_id text not null,
  keyword_id text not null,
  is_primary boolean not null,
  position integer not null check (position >= 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, keyword_group_id) references keyword_groups (tenant_id, id),
  foreign key (tenant_id, keyword_id) references keywords (tenant_id, id)
);
select mutable_table('keyword_group_items');
select isolate_table('keyword_group_items');
create unique index on keyword_group_items (tenant_id, keyword_group_id, keyword_id);
create unique index on keyword_group_items (tenant_id, keyword_group_id) where is_primary;
create index on keyword_group_items (tenant_id, keyword_id);
create index on keyword_group_items (tenant_id, updated_at desc, id);

grant select, insert, update on keywords, keyword_groups to app;
grant select, insert, update, delete on keyword_group_items to app;
comment on table keywords is 'search terms of interest';
comment on table keyword_groups is 'cluster of search terms for one text; the agency approves each';
comment on table keyword_group_items is 'members of a cluster, the first one primary';

alter table strategies add column details jsonb not null default '{}';
alter table strategies add constraint strategies_details_check check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 262144) not valid;
alter table deliverable_plans add column details jsonb not null default '{}';
alter table deliverable_plans add constraint deliverable_plans_details_check check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 65536) not valid;
comment on column strategies.details is 'Goals, pillars, channels and risks as their writer gave them, and what was asked for';
comment on column deliverable_plans.details is 'What was asked for, and how far the planners are';

alter table activities add column plan_month_id text;
alter table activities add constraint activities_plan_month_id_fkey foreign key (tenant_id, plan_month_id) references plan_months (tenant_id, id) not valid;

-- A post is written before its channel is connected; its release waits.
alter table gbp_posts alter column channel_id drop not null;

-- A run can also be about the setup of a workspace and about a month of a plan.
alter table agent_runs drop constraint agent_runs_subject_type_check;
alter table agent_runs add constraint agent_runs_subject_type_check check (subject_type in ('context_file', 'strategy', 'deliverable_plan', 'action_item', 'deliverable', 'activity', 'blog_post', 'social_post', 'landing_page', 'newsletter', 'gbp_post', 'ad_copy', 'content_brief', 'content_request', 'keyword_group', 'backlink', 'campaign', 'campaign_email', 'recommendation_batch', 'search_term', 'review_response', 'lead_email', 'nurture_step', 'code_change', 'report', 'lead', 'contact', 'publish_attempt', 'chat_action', 'crawl_job', 'onboarding_run', 'plan_month')) not valid;

-- What the subject was called when its approval was opened.
alter table approvals add column title text;

-- Whether an address was confirmed: the setup does not begin before.
grant select (email_verified) on users to app;

-- A version exists before its writer has filled it, and stays when nobody could.
alter table context_files drop constraint context_files_body_check;
alter table context_files add constraint context_files_body_check check (length(body) between 0 and 20000) not valid;
alter table context_files add constraint context_files_written_check check (body <> '' or status in ('draft', 'archived')) not valid;
