create table contacts (
  tenant_id text not null references tenants (id),
  id text not null,
  email text check (length(email) between 3 and 254 and email = lower(email)),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  first_name text check (length(first_name) <= 80),
  last_name text check (length(last_name) <= 80),
  company text check (length(company) <= 120),
  type text not null default 'lead' check (type in ('lead', 'customer', 'prospect', 'partner')),
  suppressed text check (suppressed in ('bounce', 'complaint', 'unsubscribe', 'manual')),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  check (email is not null or phone is not null)
);
select mutable_table('contacts');
select isolate_table('contacts');
create unique index on contacts (tenant_id, email) where deleted_at is null;
create unique index on contacts (tenant_id, phone) where deleted_at is null;
create index on contacts (tenant_id, updated_at desc, id);

create table leads (
  tenant_id text not null references tenants (id),
  id text not null,
  contact_id text,
  source text not null check (source in ('website_form', 'facebook_lead_ad', 'google_lead_form', 'manual', 'import', 'other')),
  source_channel_id text,
  first_name text check (length(first_name) <= 80),
  last_name text check (length(last_name) <= 80),
  email text check (length(email) between 3 and 254 and email = lower(email)),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  phone_raw text check (length(phone_raw) <= 60),
  company text check (length(company) <= 120),
  job_title text check (length(job_title) <= 120),
  message text check (length(message) <= 20000),
  answers jsonb not null default '[]' check (jsonb_typeof(answers) = 'array' and octet_length(answers::text) <= 65536),
  consent jsonb not null default '{}' check (jsonb_typeof(consent) = 'object' and octet_length(consent::text) <= 8192),
  source_url text check (length(source_url) <= 2000),
  utm_source text check (length(utm_source) <= 120),
  utm_medium text check (length(utm_medium) <= 120),
  utm_campaign text check (length(utm_campaign) <= 120),
  status text not null default 'new' check (status in ('new', 'contacted', 'qualified', 'disqualified', 'converted')),
  status_changed_at timestamptz not null default now(),
  disqualification_reason text check (disqualification_reason in ('not_a_fit', 'no_budget', 'no_response', 'competitor', 'duplicate', 'spam', 'invalid_contact', 'other')),
  disqualification_text text check (length(disqualification_text) <= 500),
  assigned_to text references users (id),
  enrichment jsonb not null default '{}' check (jsonb_typeof(enrichment) = 'object' and octet_length(enrichment::text) <= 16384),
  enriched_at timestamptz,
  enriching boolean not null default false,
  field_edits jsonb not null default '{}' check (jsonb_typeof(field_edits) = 'object' and octet_length(field_edits::text) <= 8192),
  notes text check (length(notes) <= 10000),
  revenue_minor bigint check (revenue_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  deal_stage text check (length(deal_stage) <= 120),
  closed_on date,
  qualified_at timestamptz,
  converted_at timestamptz,
  existing_customer boolean not null default false,
  linked_lead_id text,
  last_activity_at timestamptz not null default now(),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id),
  foreign key (tenant_id, source_channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, linked_lead_id) references leads (tenant_id, id),
  check ((status = 'disqualified') = (disqualification_reason is not null)),
  check ((revenue_minor is null) = (currency is null)),
  check (email is not null or phone is not null or phone_raw is not null or (company is not null and coalesce(first_name, last_name) is not null))
);
select mutable_table('leads');
select isolate_table('leads');
create index on leads (tenant_id, status, last_activity_at desc, id);
create index on leads (tenant_id, last_activity_at desc, id);
create index on leads (tenant_id, email);
create index on leads (tenant_id, phone);
create index on leads (tenant_id, contact_id);
create index on leads (tenant_id, source_channel_id);
create index on leads (tenant_id, linked_lead_id);
create index on leads (tenant_id, assigned_to);
create index on leads (assigned_to);
create index on leads (tenant_id, updated_at desc, id);

create table lead_activities (
  tenant_id text not null references tenants (id),
  id text not null,
  lead_id text not null,
  type text not null check (type in ('note', 'call', 'meeting', 'task_created', 'form_submitted', 'status_change', 'assigned', 'imported', 'enrichment')),
  description text check (length(description) <= 5000),
  actor text not null check (actor ~ '^[a-z]+:'),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 16384),
  occurred_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, lead_id) references leads (tenant_id, id)
);
select mutable_table('lead_activities');
select isolate_table('lead_activities');
create index on lead_activities (tenant_id, lead_id, occurred_at desc);
create index on lead_activities (tenant_id, updated_at desc, id);

create table lead_emails (
  tenant_id text not null references tenants (id),
  id text not null,
  lead_id text not null,
  purpose text not null check (purpose in ('first_touch', 'follow_up', 'nurture', 'revive')),
  template text check (length(template) <= 2000),
  recipient text not null check (length(recipient) between 3 and 254),
  subject text not null default '' check (length(subject) <= 200),
  body text not null default '' check (length(body) <= 20000),
  status text not null check (status in ('writing', 'draft', 'approved', 'sending', 'sent', 'send_unknown', 'failed', 'discarded')),
  version integer not null default 1 check (version >= 1),
  content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
  send_at timestamptz,
  sent_at timestamptz,
  provider_message_id text check (length(provider_message_id) <= 400),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 4000),
  error_code text check (length(error_code) <= 60),
  run_id text,
  requested_by text not null check (requested_by ~ '^[a-z]+:'),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, lead_id) references leads (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status in ('writing', 'failed', 'discarded') or content_hash is not null)
);
select mutable_table('lead_emails');
select isolate_table('lead_emails');
create index on lead_emails (tenant_id, lead_id);
create index on lead_emails (tenant_id, status);
create index on lead_emails (tenant_id, run_id);
create index on lead_emails (tenant_id, updated_at desc, id);

grant select, insert, update on contacts, leads, lead_activities, lead_emails to app;
comment on table contacts is 'a person or address across leads';
comment on table leads is 'one interest of one person';
comment on table lead_activities is 'timeline of a lead';
comment on table lead_emails is 'e-mail to a lead, never sent without approval';
