-- The roster in full: overrides, tools, skills, and adapters that live outside the house.

alter table agents
  add constraint agents_name_form check (name ~ '^[a-z][a-z0-9-]{1,60}$') not valid,
  add constraint agents_group_check check ("group" in ('setup', 'strategy', 'orchestration', 'seo', 'content', 'design', 'analysis', 'research', 'quality', 'reactive', 'campaign', 'crm', 'system')) not valid,
  add constraint agents_lock_bound check (lock_s between timeout_s and 3600) not valid;

alter table agent_versions
  add column section_budgets jsonb not null default '{}',
  add constraint agent_versions_section_budgets_form check (jsonb_typeof(section_budgets) = 'object') not valid,
  add constraint agent_versions_published check (status = 'draft' or published_at is not null) not valid;

alter table agent_configs
  add column tools_denied text[] not null default '{}',
  add column webhook_url text,
  add column webhook_auth_header text,
  add column webhook_auth_cipher text,
  add column webhook_timeout_ms integer,
  add constraint agent_configs_webhook_url_form check (webhook_url ~ '^https://' and length(webhook_url) <= 2000) not valid,
  add constraint agent_configs_webhook_header_form check (webhook_auth_header ~ '^[A-Za-z0-9-]{1,60}$') not valid,
  add constraint agent_configs_webhook_timeout_bound check (webhook_timeout_ms between 1000 and 180000) not valid;

alter table adapters
  add column last_check_at timestamptz,
  add column last_check_ok boolean,
  add column last_check_error text,
  drop constraint adapters_kind_check,
  add constraint adapters_kind_check check (kind in ('anthropic', 'openai', 'google', 'ollama', 'claude-cli', 'webhook', 'offline')) not valid;

create table tools (
  id text primary key,
  name text not null unique check (name ~ '^[a-z][a-z0-9_]{1,60}$'),
  description text not null check (length(description) between 1 and 500),
  methods jsonb not null check (jsonb_typeof(methods) = 'object'),
  writes boolean not null default false,
  needs_approval boolean not null default false,
  external boolean not null default false,
  rate_per_minute integer not null check (rate_per_minute between 1 and 6000),
  enabled boolean not null default true
);
select mutable_table('tools');

create table skills (
  id text primary key,
  name text not null check (name ~ '^[a-z][a-z0-9-]{1,60}$'),
  description text not null check (length(description) between 1 and 500),
  body text not null check (length(body) between 1 and 20000),
  version integer not null default 1 check (version >= 1),
  applies_to text[] not null default '{}',
  enabled boolean not null default true,
  deleted_at timestamptz,
  deleted_by text
);
select mutable_table('skills');
create unique index on skills (name) where deleted_at is null;

create table tenant_skills (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (name ~ '^[a-z][a-z0-9-]{1,60}$'),
  description text not null check (length(description) between 1 and 500),
  body text not null check (length(body) between 1 and 20000),
  version integer not null default 1 check (version >= 1),
  applies_to text[] not null default '{}',
  overrides_skill_id text references skills (id),
  enabled boolean not null default true,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('tenant_skills');
select isolate_table('tenant_skills');
create unique index on tenant_skills (tenant_id, name) where deleted_at is null;
create index on tenant_skills (tenant_id, overrides_skill_id);
create index on tenant_skills (tenant_id, updated_at desc, id);

grant select on tools, skills to app;
grant select, insert, update on tenant_skills to app;

comment on table tools is 'tool registry';
comment on table skills is 'platform skill: frontmatter in columns, Markdown in body';
comment on table tenant_skills is 'a tenant''s own skill, or its wording of a platform skill';
