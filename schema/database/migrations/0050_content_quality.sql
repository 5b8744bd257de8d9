create table content_scores (
  tenant_id text not null references tenants (id),
  id text not null,
  subject_type text not null,
  subject_id text not null,
  version integer not null check (version >= 1),
  seo integer not null check (seo between 0 and 100),
  readability integer not null check (readability between 0 and 100),
  brand_voice integer check (brand_voice between 0 and 100),
  ai_search integer check (ai_search between 0 and 100),
  total integer not null check (total between 0 and 100),
  signals jsonb not null default '[]' check (jsonb_typeof(signals) = 'array'),
  method text not null check (method in ('heuristic', 'full')),
  primary key (tenant_id, id),
  unique (tenant_id, subject_type, subject_id, version)
);
select append_only_table('content_scores');
select isolate_table('content_scores');
select hold_subject('content_scores');

create table content_audits (
  tenant_id text not null references tenants (id),
  id text not null,
  blog_post_id text not null,
  scope text[] not null check (cardinality(scope) >= 1) check (scope <@ array['freshness', 'thinSections', 'cannibalisation', 'internalLinks', 'aiSearchStructure']),
  health_score integer check (health_score between 0 and 100),
  refresh_context jsonb not null default '{}' check (jsonb_typeof(refresh_context) = 'object'),
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  run_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, blog_post_id) references blog_posts (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'done' or health_score is not null)
);
select mutable_table('content_audits');
select isolate_table('content_audits');
create index on content_audits (tenant_id, blog_post_id);
create index on content_audits (tenant_id, run_id);
create index on content_audits (tenant_id, updated_at desc, id);

create table content_audit_findings (
  tenant_id text not null references tenants (id),
  id text not null,
  content_audit_id text not null,
  category text not null check (category in ('freshness', 'thin_section', 'cannibalisation', 'internal_links', 'ai_search')),
  severity text not null check (severity in ('critical', 'warning', 'suggestion')),
  title text not null check (length(title) between 1 and 200),
  detail text not null check (length(detail) <= 4000),
  location text check (length(location) <= 500),
  status text not null default 'open' check (status in ('open', 'fixed', 'ignored')),
  primary key (tenant_id, id),
  foreign key (tenant_id, content_audit_id) references content_audits (tenant_id, id)
);
select mutable_table('content_audit_findings');
select isolate_table('content_audit_findings');
create index on content_audit_findings (tenant_id, content_audit_id);
create index on content_audit_findings (tenant_id, updated_at desc, id);

create table content_performance_metrics (
  tenant_id text not null references tenants (id),
  id text not null,
  blog_post_id text not null,
  week_start date not null,
  impressions integer not null default 0 check (impressions >= 0),
  clicks integer not null default 0 check (clicks >= 0),
  ctr numeric(18, 6) not null default 0 check (ctr between 0 and 1),
  avg_position numeric(18, 6) check (avg_position > 0),
  top_queries jsonb not null default '[]' check (jsonb_typeof(top_queries) = 'array'),
  primary key (tenant_id, id),
  unique (tenant_id, blog_post_id, week_start),
  foreign key (tenant_id, blog_post_id) references blog_posts (tenant_id, id),
  check (clicks <= impressions)
);
select mutable_table('content_performance_metrics');
select isolate_table('content_performance_metrics');
create index on content_performance_metrics (tenant_id, updated_at desc, id);

create table repurpose_batches (
  tenant_id text not null references tenants (id),
  id text not null,
  source_type text not null check (source_type in ('blog_post', 'report', 'social_post', 'newsletter')),
  source_id text not null,
  source_version integer not null check (source_version >= 1),
  status text not null check (status in ('queued', 'running', 'done', 'partly_failed', 'failed')),
  requested_by text not null,
  primary key (tenant_id, id)
);
select mutable_table('repurpose_batches');
select isolate_table('repurpose_batches');
create index on repurpose_batches (tenant_id, source_type, source_id);
create index on repurpose_batches (tenant_id, updated_at desc, id);

create table repurpose_items (
  tenant_id text not null references tenants (id),
  id text not null,
  repurpose_batch_id text not null,
  target_type text not null check (target_type in ('social_post', 'email_newsletter', 'ad_copy', 'thread', 'carousel', 'landing_page')),
  platform text check (platform in ('instagram', 'facebook', 'linkedin', 'x', 'tiktok', 'pinterest', 'google_ads', 'meta_ads', 'linkedin_ads')),
  activity_id text,
  subject_type text,
  subject_id text,
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  error_code text,
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, repurpose_batch_id, target_type, platform),
  foreign key (tenant_id, repurpose_batch_id) references repurpose_batches (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  check ((subject_type is null) = (subject_id is null))
);
select mutable_table('repurpose_items');
select isolate_table('repurpose_items');
select hold_subject('repurpose_items');
create index on repurpose_items (tenant_id, activity_id);
create index on repurpose_items (tenant_id, updated_at desc, id);

grant select, insert on content_scores to app;
grant select, insert, update on content_audits, content_audit_findings, content_performance_metrics, repurpose_batches, repurpose_items to app;

comment on table content_scores is 'how a version scores, and why';
comment on table content_audits is 'audit of a published post';
comment on table content_audit_findings is 'one finding';
comment on table content_performance_metrics is '16-week rolling search results per post';
comment on table repurpose_batches is 'one source, several derivatives';
comment on table repurpose_items is 'one derivative';
