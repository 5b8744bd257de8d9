create table ai_visibility_platforms (
  id text primary key,
  key text not null unique check (key in ('chatgpt', 'claude', 'gemini', 'perplexity')),
  display_name text not null check (length(display_name) between 1 and 60),
  adapter_id text references adapters (id),
  model text check (length(model) between 1 and 120),
  enabled boolean not null default true
);
select mutable_table('ai_visibility_platforms');
create index on ai_visibility_platforms (adapter_id);

create table tenant_ai_visibility_platforms (
  tenant_id text not null references tenants (id),
  id text not null,
  platform_id text not null references ai_visibility_platforms (id),
  enabled boolean not null,
  primary key (tenant_id, id),
  unique (tenant_id, platform_id)
);
select mutable_table('tenant_ai_visibility_platforms');
select isolate_table('tenant_ai_visibility_platforms');
create index on tenant_ai_visibility_platforms (platform_id);
create index on tenant_ai_visibility_platforms (tenant_id, updated_at desc, id);

create table ai_visibility_prompts (
  tenant_id text not null references tenants (id),
  id text not null,
  prompt text not null check (length(prompt) between 5 and 300),
  type text not null check (type in ('local', 'category', 'brand', 'competitor')),
  active boolean not null default true,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('ai_visibility_prompts');
select isolate_table('ai_visibility_prompts');
create unique index on ai_visibility_prompts (tenant_id, prompt) where deleted_at is null;
create index on ai_visibility_prompts (tenant_id, updated_at desc, id);

create table ai_visibility_snapshots (
  tenant_id text not null references tenants (id),
  id text not null,
  prompt_id text not null,
  platform_key text not null check (platform_key in ('chatgpt', 'claude', 'gemini', 'perplexity')),
  mentioned boolean not null,
  rank integer check (rank >= 1),
  sentiment text check (sentiment in ('positive', 'neutral', 'negative')),
  excerpt text check (length(excerpt) <= 400),
  cited_sources jsonb not null default '[]' check (jsonb_typeof(cited_sources) = 'array' and octet_length(cited_sources::text) <= 65536),
  competitors text[] not null default '{}' check (cardinality(competitors) <= 10),
  run_id text,
  run_on date not null,
  primary key (tenant_id, id),
  unique (tenant_id, prompt_id, platform_key, run_on),
  foreign key (tenant_id, prompt_id) references ai_visibility_prompts (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (mentioned = (rank is not null) and mentioned = (sentiment is not null))
);
select append_only_table('ai_visibility_snapshots');
select isolate_table('ai_visibility_snapshots');
create index on ai_visibility_snapshots (tenant_id, run_on desc, id);
create index on ai_visibility_snapshots (tenant_id, run_id);

create table ai_visibility_narratives (
  tenant_id text not null references tenants (id),
  id text not null,
  period text not null check (period in ('last_7_days', 'last_30_days')),
  status text not null check (status in ('pending', 'generating', 'done', 'failed')),
  geo_score numeric(4, 1) not null check (geo_score between 0 and 100),
  narrative text check (length(narrative) <= 6000),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 65536),
  run_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'done' or narrative is not null)
);
select mutable_table('ai_visibility_narratives');
select isolate_table('ai_visibility_narratives');
create index on ai_visibility_narratives (tenant_id, run_id);
create index on ai_visibility_narratives (tenant_id, updated_at desc, id);

grant select on ai_visibility_platforms to app;
grant select, insert, update on tenant_ai_visibility_platforms, ai_visibility_prompts, ai_visibility_narratives to app;
grant select, insert on ai_visibility_snapshots to app;

comment on table ai_visibility_platforms is 'assistants that are asked';
comment on table tenant_ai_visibility_platforms is 'whether a tenant wants an assistant asked';
comment on table ai_visibility_prompts is 'questions that are put to assistants';
comment on table ai_visibility_snapshots is 'one answer examined';
comment on table ai_visibility_narratives is 'how the assistants speak of the brand';

-- A run may be about what assistants say. The words that other files allow stay.
do $$
declare
  held text;
begin
  select pg_get_constraintdef(oid) into strict held from pg_constraint where conname = 'agent_runs_subject_type_check';
  alter table agent_runs drop constraint agent_runs_subject_type_check;
  execute format('alter table agent_runs add constraint agent_runs_subject_type_check %s not valid',
    replace(replace(held, ' NOT VALID', ''), 'ARRAY[', 'ARRAY[''ai_visibility''::text, '));
end $$;
