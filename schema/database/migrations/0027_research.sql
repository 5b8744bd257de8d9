create table competitors (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 2 and 120),
  domain text check (domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$' and length(domain) <= 253),
  source text not null default 'manual' check (source in ('manual', 'agent')),
  intensity text check (intensity in ('low', 'medium', 'high')),
  notes text check (length(notes) <= 4000),
  last_researched_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('competitors');
select isolate_table('competitors');
create unique index on competitors (tenant_id, domain) where deleted_at is null;
create index on competitors (tenant_id, updated_at desc, id);

create table research_notes (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('client', 'competitor', 'topic', 'research')),
  title text not null check (length(title) between 1 and 300),
  body text check (octet_length(body) <= 262144),
  s3_key text check (length(s3_key) between 1 and 500),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  competitor_id text,
  activity_id text,
  run_id text,
  deliverable_id text,
  primary key (tenant_id, id),
  check (body is not null or s3_key is not null),
  check (kind = 'competitor' or competitor_id is null),
  foreign key (tenant_id, competitor_id) references competitors (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id)
);
select mutable_table('research_notes');
select isolate_table('research_notes');
create index on research_notes (tenant_id, kind);
create index on research_notes (tenant_id, competitor_id);
create index on research_notes (tenant_id, activity_id);
create index on research_notes (tenant_id, run_id);
create index on research_notes (tenant_id, deliverable_id);
create index on research_notes (tenant_id, updated_at desc, id);

grant select, insert, update on competitors, research_notes to app;

comment on table competitors is 'known competitors';
comment on table research_notes is 'raw research the agents wrote';
