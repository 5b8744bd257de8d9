create table crm_syncs (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  mode text not null check (mode in ('full', 'delta')),
  phase text not null check (phase in ('contacts', 'deals', 'forms', 'done')),
  status text not null check (status in ('idle', 'running', 'failed')),
  after text check (length(after) <= 400),
  form_ids text[] not null default '{}' check (cardinality(form_ids) <= 500),
  since timestamptz,
  begun_at timestamptz,
  synced_at timestamptz,
  counts jsonb not null default '{}' check (jsonb_typeof(counts) = 'object' and octet_length(counts::text) <= 4096),
  error_code text check (length(error_code) <= 60),
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('crm_syncs');
select isolate_table('crm_syncs');
create index on crm_syncs (tenant_id, run_id);
create index on crm_syncs (tenant_id, updated_at desc, id);

create table lead_refs (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  kind text not null check (kind in ('contact', 'deal', 'form_submission')),
  external_id text not null check (length(external_id) between 1 and 400),
  lead_id text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, kind, external_id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, lead_id) references leads (tenant_id, id)
);
select mutable_table('lead_refs');
select isolate_table('lead_refs');
create index on lead_refs (tenant_id, lead_id);
create index on lead_refs (tenant_id, updated_at desc, id);

grant select, insert, update on crm_syncs, lead_refs to app;
comment on table crm_syncs is 'how far a CRM of the client''s was read';
comment on table lead_refs is 'what a lead is called in a CRM of the client''s, and when it last changed there';
