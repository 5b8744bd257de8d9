alter table campaigns
  add column brief jsonb,
  add column notes text,
  add column channels text[] not null default '{}',
  add column budget_minor bigint,
  add column currency text,
  add column starts_on date,
  add column ends_on date,
  add column auto_pilot boolean not null default false,
  add column version integer not null default 1,
  add column decision_note text;
alter table campaigns
  add constraint campaigns_brief_check check (jsonb_typeof(brief) = 'object' and octet_length(brief::text) <= 65536) not valid,
  add constraint campaigns_notes_check check (length(notes) <= 4000) not valid,
  add constraint campaigns_channels_check check (channels <@ array['google_ads', 'meta_ads', 'linkedin_ads', 'email', 'mailchimp', 'klaviyo', 'brevo', 'sms', 'whatsapp', 'instagram', 'facebook', 'linkedin', 'x', 'google_business_profile']) not valid,
  add constraint campaigns_budget_check check (budget_minor > 0 and (budget_minor is null) = (currency is null)) not valid,
  add constraint campaigns_currency_check check (currency ~ '^[A-Z]{3}$') not valid,
  add constraint campaigns_dates_check check (ends_on >= starts_on) not valid,
  add constraint campaigns_version_check check (version >= 1) not valid,
  add constraint campaigns_decision_note_check check (length(decision_note) <= 4000) not valid;

create table campaign_audiences (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  name text not null check (length(name) between 1 and 120),
  description text not null check (length(description) between 1 and 400),
  definition jsonb not null check (jsonb_typeof(definition) = 'object' and octet_length(definition::text) <= 32768),
  source text not null check (source in ('agent', 'manual', 'platform')),
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('campaign_audiences');
select isolate_table('campaign_audiences');
create unique index on campaign_audiences (tenant_id, campaign_id, name) where deleted_at is null;
create index on campaign_audiences (tenant_id, campaign_id);
create index on campaign_audiences (tenant_id, run_id);
create index on campaign_audiences (tenant_id, updated_at desc, id);
grant select, insert, update on campaign_audiences to app;
comment on table campaign_audiences is 'whom a campaign addresses';
