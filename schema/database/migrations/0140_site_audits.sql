create table site_audits (
  tenant_id text not null references tenants (id),
  id text not null,
  domain text not null check (length(domain) between 1 and 253),
  focus_areas text[] not null default '{}' check (focus_areas <@ array['crawlability', 'on-page', 'speed', 'structured-data', 'mobile']),
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  technical_score integer check (technical_score between 0 and 100),
  score_delta integer check (score_delta between -100 and 100),
  summary text check (length(summary) <= 2000),
  action_list jsonb not null default '[]' check (jsonb_typeof(action_list) = 'array' and octet_length(action_list::text) <= 65536),
  failure_message text check (length(failure_message) <= 500),
  finished_at timestamptz,
  activity_id text,
  run_id text,
  deliverable_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id),
  check (status <> 'done' or technical_score is not null)
);
select mutable_table('site_audits');
select isolate_table('site_audits');
create index on site_audits (tenant_id, created_at);
create unique index on site_audits (tenant_id, activity_id);
create index on site_audits (tenant_id, run_id);
create index on site_audits (tenant_id, deliverable_id);
create index on site_audits (tenant_id, updated_at desc, id);

create table site_audit_findings (
  tenant_id text not null references tenants (id),
  id text not null,
  site_audit_id text not null,
  code text not null check (length(code) between 1 and 60),
  area text not null check (area in ('crawlability', 'on-page', 'speed', 'structured-data', 'mobile')),
  severity text not null check (severity in ('critical', 'warning', 'opportunity')),
  title text not null check (length(title) between 1 and 200),
  detail text not null check (length(detail) <= 4000),
  urls text[] not null check (cardinality(urls) between 1 and 50),
  evidence text not null default '' check (length(evidence) <= 1000),
  effort text not null check (effort in ('low', 'medium', 'high')),
  impact text not null check (impact in ('low', 'medium', 'high')),
  status text not null default 'open' check (status in ('open', 'fixed', 'ignored')),
  primary key (tenant_id, id),
  foreign key (tenant_id, site_audit_id) references site_audits (tenant_id, id)
);
select mutable_table('site_audit_findings');
select isolate_table('site_audit_findings');
create index on site_audit_findings (tenant_id, site_audit_id);
create index on site_audit_findings (tenant_id, updated_at desc, id);

grant select, insert, update on site_audits, site_audit_findings to app;
comment on table site_audits is 'technical audit of the tenant''s site, from its last crawl';
comment on table site_audit_findings is 'one finding of an audit, with the pages that show it';
