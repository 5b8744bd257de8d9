create table backlink_directories (
  id text primary key,
  name text not null check (length(name) between 1 and 200),
  url text not null unique check (url ~ '^https?://' and length(url) <= 2000),
  category text not null check (category in ('business_directory', 'listing_site', 'social_bookmarking', 'press_release')),
  industries text[] not null default '{}' check (cardinality(industries) <= 30),
  region text not null default '' check (length(region) <= 80),
  domain_rating integer check (domain_rating between 0 and 100),
  link_type text not null check (link_type in ('dofollow', 'nofollow', 'ugc', 'sponsored')),
  cost text not null check (cost in ('free', 'paid')),
  price_minor bigint check (price_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array'),
  active boolean not null default true,
  deleted_at timestamptz,
  deleted_by text,
  check ((price_minor is null) = (currency is null))
);
select mutable_table('backlink_directories');
create index on backlink_directories (category);
create index on backlink_directories (active);

create table crawl_cache (
  id text primary key,
  domain text not null unique check (length(domain) between 3 and 253),
  contact_page_url text check (length(contact_page_url) <= 2000),
  recipient_email text check (length(recipient_email) <= 320),
  recipient_name text check (length(recipient_name) between 2 and 80),
  addresses text[] not null default '{}' check (cardinality(addresses) <= 20),
  extract text not null default '' check (length(extract) <= 20000),
  reachable boolean not null,
  has_captcha boolean not null,
  blocked boolean not null,
  fetched_at timestamptz not null,
  expires_at timestamptz not null,
  check (expires_at > fetched_at)
);
select mutable_table('crawl_cache');
create index on crawl_cache (expires_at);

create table campaigns (
  tenant_id text not null references tenants (id),
  id text not null,
  type text not null check (type in ('paid_ads', 'email_marketing', 'email_outreach', 'social_media', 'seo_outreach', 'review_generation')),
  name text not null check (length(name) between 1 and 200),
  goal text not null check (goal in ('awareness', 'traffic', 'leads', 'sales', 'retention', 'reviews')),
  status text not null check (status in ('draft', 'dm_review', 'dm_approved', 'client_review', 'client_approved', 'active', 'paused', 'completed', 'archived')),
  total_emails integer not null default 0 check (total_emails >= 0),
  activity_id text,
  run_id text,
  archived_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('campaigns');
select isolate_table('campaigns');
create index on campaigns (tenant_id, status);
create index on campaigns (tenant_id, activity_id);
create index on campaigns (tenant_id, run_id);
create index on campaigns (tenant_id, updated_at desc, id);

create table backlinks (
  tenant_id text not null references tenants (id),
  id text not null,
  source_type text not null check (source_type in ('outreach', 'directory_opportunity', 'competitor_gap')),
  directory_id text references backlink_directories (id),
  campaign_id text,
  steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array'),
  source_domain text not null check (length(source_domain) between 3 and 253),
  source_url text check (source_url ~ '^https?://' and length(source_url) <= 2000),
  target_url text not null check (target_url ~ '^https?://' and length(target_url) <= 2000),
  domain_rating integer check (domain_rating between 0 and 100),
  link_type text check (link_type in ('dofollow', 'nofollow', 'ugc', 'sponsored')),
  prospect_type text check (prospect_type in ('resource-page', 'guest-post', 'broken-link', 'competitor-backlink', 'mention')),
  relevance_score integer check (relevance_score between 1 and 10),
  pitch_rationale text check (length(pitch_rationale) <= 1000),
  outreach_status text check (outreach_status in ('prospecting', 'outreach_sent', 'no_response', 'responded', 'agreed', 'published', 'declined')),
  opportunity_status text check (opportunity_status in ('opportunity', 'in_progress', 'completed', 'dismissed')),
  contact_email text check (length(contact_email) <= 320),
  contact_name text check (length(contact_name) between 2 and 80),
  minutes integer check (minutes between 1 and 240),
  outreach_sent_at timestamptz,
  notes text check (length(notes) <= 4000),
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  unique (tenant_id, source_domain, target_url),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check ((source_type = 'directory_opportunity') = (opportunity_status is not null)),
  check ((source_type = 'directory_opportunity') = (outreach_status is null))
);
select mutable_table('backlinks');
select isolate_table('backlinks');
create index on backlinks (tenant_id, outreach_status);
create index on backlinks (tenant_id, opportunity_status);
create index on backlinks (tenant_id, campaign_id);
create index on backlinks (tenant_id, run_id);
create index on backlinks (directory_id);
create index on backlinks (tenant_id, updated_at desc, id);

create table campaign_emails (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  backlink_id text,
  step integer not null check (step between 1 and 3),
  after_days integer not null default 0 check (after_days between 0 and 30),
  recipient_email text not null check (length(recipient_email) between 3 and 320),
  recipient_name text check (length(recipient_name) between 2 and 80),
  subject text not null check (length(subject) between 1 and 200),
  body text not null check (length(body) between 1 and 20000),
  status text not null check (status in ('draft', 'approved', 'skipped', 'sending', 'sent', 'send_unknown', 'failed')),
  version integer not null default 1 check (version >= 1),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 4000),
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, recipient_email, step),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, backlink_id) references backlinks (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('campaign_emails');
select isolate_table('campaign_emails');
create index on campaign_emails (tenant_id, status);
create index on campaign_emails (tenant_id, backlink_id);
create index on campaign_emails (tenant_id, run_id);
create index on campaign_emails (tenant_id, updated_at desc, id);

grant select on backlink_directories to app;
grant select, insert, update on crawl_cache, campaigns, backlinks, campaign_emails to app;
comment on table backlink_directories is 'platform list of places to get listed';
comment on table crawl_cache is 'shared facts about prospect sites: how to reach them';
comment on table campaigns is 'planned push over one or more channels';
comment on table backlinks is 'prospect, link or listing of the tenant';
comment on table campaign_emails is 'one e-mail to one person';
