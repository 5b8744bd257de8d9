create table review_campaigns (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  target text not null check (target in ('google_business_profile', 'facebook')),
  review_url text not null check (review_url ~ '^https?://' and length(review_url) <= 90),
  location_name text not null check (length(location_name) between 1 and 120),
  tone text not null default '' check (length(tone) <= 120),
  audience_size integer not null check (audience_size between 1 and 1000000),
  throttle_per_day integer not null default 50 check (throttle_per_day between 1 and 1000),
  min_days_between_asks integer not null default 90 check (min_days_between_asks between 7 and 730),
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id)
);
select mutable_table('review_campaigns');
select isolate_table('review_campaigns');
create index on review_campaigns (tenant_id, updated_at desc, id);

create table campaign_messages (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  step_order integer not null check (step_order between 1 and 10),
  channel text not null check (channel in ('email', 'sms', 'whatsapp')),
  delay_hours integer not null check (delay_hours between 0 and 720),
  subject text check (length(subject) between 1 and 60),
  body text not null check (length(body) between 1 and 1200),
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, step_order),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('campaign_messages');
select isolate_table('campaign_messages');
create index on campaign_messages (tenant_id, run_id);
create index on campaign_messages (tenant_id, updated_at desc, id);
grant select, insert, update on review_campaigns to app;
grant select, insert, update, delete on campaign_messages to app;
comment on table review_campaigns is 'settings of a campaign that asks for reviews';
comment on table campaign_messages is 'what a campaign sends to one person, message by message';

create table agent_code_changes (
  tenant_id text not null references tenants (id),
  id text not null,
  site_audit_id text not null,
  finding_ids text[] not null check (cardinality(finding_ids) between 1 and 10),
  title text not null default '' check (length(title) <= 72),
  body text not null default '' check (length(body) <= 4000),
  files jsonb not null default '[]' check (jsonb_typeof(files) = 'array' and octet_length(files::text) <= 1048576),
  status text not null default 'preparing' check (status in ('preparing', 'pending_review', 'approved', 'rejected', 'failed', 'pr_open', 'merged', 'closed')),
  content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 4000),
  run_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, site_audit_id) references site_audits (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status in ('preparing', 'failed') or content_hash is not null)
);
select mutable_table('agent_code_changes');
select isolate_table('agent_code_changes');
create index on agent_code_changes (tenant_id, status);
create index on agent_code_changes (tenant_id, site_audit_id);
create index on agent_code_changes (tenant_id, run_id);
create index on agent_code_changes (tenant_id, updated_at desc, id);
grant select, insert, update on agent_code_changes to app;
comment on table agent_code_changes is 'code that an agent proposes for the tenant''s site';
