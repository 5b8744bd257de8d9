create table landing_pages (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 1 and 200),
  slug text not null check (slug ~ '^[a-z0-9-]{3,80}$'),
  sections jsonb not null default '{}' check (jsonb_typeof(sections) = 'object'),
  meta_title text not null default '' check (length(meta_title) <= 70),
  meta_description text not null default '' check (length(meta_description) <= 170),
  brief_id text,
  status text not null check (status in ('drafting', 'dm_review', 'dm_rejected', 'client_review', 'client_rejected', 'client_approved', 'publishing', 'published', 'publish_unknown', 'publish_failed', 'failed', 'archived')),
  published_at timestamptz,
  published_url text check (length(published_url) <= 2000),
  version integer not null default 0 check (version >= 0),
  content_hash text not null default '' check (content_hash = '' or content_hash ~ '^[0-9a-f]{64}$'),
  dm_approved_by text,
  dm_approved_at timestamptz,
  dm_rejection_note text,
  client_approved_by text,
  client_approved_at timestamptz,
  client_rejection_note text,
  activity_id text,
  run_id text,
  deliverable_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, brief_id) references content_briefs (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('landing_pages');
select isolate_table('landing_pages');
create unique index on landing_pages (tenant_id, slug) where deleted_at is null;
create index on landing_pages (tenant_id, status);
create index on landing_pages (tenant_id, brief_id);
create index on landing_pages (tenant_id, activity_id);
create index on landing_pages (tenant_id, run_id);
create index on landing_pages (tenant_id, deliverable_id);
create index on landing_pages (tenant_id, updated_at desc, id);

create table email_newsletters (
  tenant_id text not null references tenants (id),
  id text not null,
  subject text not null check (length(subject) between 1 and 150),
  subject_variants text[] not null default '{}' check (cardinality(subject_variants) <= 4),
  preview_text text not null default '' check (length(preview_text) <= 200),
  body_text text not null default '' check (length(body_text) <= 60000),
  body_html text check (length(body_html) <= 200000),
  plain_text text check (length(plain_text) <= 60000),
  from_email text check (length(from_email) between 3 and 254),
  from_name text check (length(from_name) <= 120),
  reply_to text check (length(reply_to) between 3 and 254),
  audience text not null check (audience in ('all', 'leads', 'customers', 'segment')),
  segment jsonb not null default '{}' check (jsonb_typeof(segment) = 'object'),
  status text not null check (status in ('draft', 'dm_review', 'client_review', 'approved', 'sending', 'send_unknown', 'sent', 'failed')),
  send_at timestamptz,
  sent_at timestamptz,
  recipient_count integer not null default 0 check (recipient_count >= 0),
  delivered integer not null default 0 check (delivered >= 0),
  opened integer not null default 0 check (opened >= 0),
  clicked integer not null default 0 check (clicked >= 0),
  bounced integer not null default 0 check (bounced >= 0),
  unsubscribed integer not null default 0 check (unsubscribed >= 0),
  failed_reason text,
  version integer not null default 0 check (version >= 0),
  content_hash text not null default '' check (content_hash = '' or content_hash ~ '^[0-9a-f]{64}$'),
  dm_approved_by text,
  dm_approved_at timestamptz,
  dm_rejection_note text,
  client_approved_by text,
  client_approved_at timestamptz,
  client_rejection_note text,
  activity_id text,
  run_id text,
  deliverable_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'sent' or sent_at is not null)
);
select mutable_table('email_newsletters');
select isolate_table('email_newsletters');
create unique index on email_newsletters (tenant_id, activity_id) where deleted_at is null;
create index on email_newsletters (tenant_id, activity_id);
create index on email_newsletters (tenant_id, status, send_at);
create index on email_newsletters (tenant_id, run_id);
create index on email_newsletters (tenant_id, deliverable_id);
create index on email_newsletters (tenant_id, updated_at desc, id);

create table newsletter_recipients (
  tenant_id text not null references tenants (id),
  id text not null,
  newsletter_id text not null,
  email text not null check (length(email) between 3 and 254),
  status text not null check (status in ('queued', 'accepted', 'delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed', 'skipped', 'unknown')),
  skip_reason text,
  provider_message_id text,
  sent_at timestamptz,
  opened_at timestamptz,
  clicked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, newsletter_id, email),
  unique (tenant_id, provider_message_id),
  foreign key (tenant_id, newsletter_id) references email_newsletters (tenant_id, id),
  check ((status = 'skipped') = (skip_reason is not null))
);
select mutable_table('newsletter_recipients');
select isolate_table('newsletter_recipients');
create index on newsletter_recipients (tenant_id, newsletter_id, status);
create index on newsletter_recipients (tenant_id, updated_at desc, id);

create table gbp_posts (
  tenant_id text not null references tenants (id),
  id text not null,
  post_type text not null check (post_type in ('whats-new', 'offer', 'event')),
  body_text text not null default '' check (length(body_text) <= 1500),
  cta_type text check (cta_type in ('book', 'order', 'buy', 'learn-more', 'sign-up', 'call')),
  cta_url text check (length(cta_url) <= 2000),
  offer jsonb check (jsonb_typeof(offer) = 'object'),
  event jsonb check (jsonb_typeof(event) = 'object'),
  media_id text,
  channel_id text not null,
  status text not null check (status in ('generating', 'approved', 'scheduled', 'publishing', 'published', 'publish_unknown', 'publish_failed', 'rejected', 'archived')),
  scheduled_at timestamptz,
  published_at timestamptz,
  published_url text check (length(published_url) <= 2000),
  version integer not null default 0 check (version >= 0),
  content_hash text not null default '' check (content_hash = '' or content_hash ~ '^[0-9a-f]{64}$'),
  dm_approved_by text,
  dm_approved_at timestamptz,
  dm_rejection_note text,
  client_approved_by text,
  client_approved_at timestamptz,
  client_rejection_note text,
  activity_id text,
  run_id text,
  deliverable_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, media_id) references media (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (post_type = 'offer' or offer is null),
  check (post_type = 'event' or event is null),
  check (status <> 'scheduled' or scheduled_at is not null)
);
select mutable_table('gbp_posts');
select isolate_table('gbp_posts');
create index on gbp_posts (tenant_id, status);
create index on gbp_posts (tenant_id, media_id);
create index on gbp_posts (tenant_id, channel_id);
create index on gbp_posts (tenant_id, activity_id);
create index on gbp_posts (tenant_id, run_id);
create index on gbp_posts (tenant_id, deliverable_id);
create index on gbp_posts (tenant_id, updated_at desc, id);

create table ad_copies (
  tenant_id text not null references tenants (id),
  id text not null,
  platform text not null check (platform in ('google_ads', 'meta_ads', 'linkedin_ads')),
  name text not null check (length(name) between 1 and 200),
  objective text check (length(objective) <= 200),
  final_url text not null check (final_url ~ '^https?://' and length(final_url) <= 2000),
  payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object'),
  status text not null check (status in ('generating', 'approved', 'pushing', 'pushed', 'publish_unknown', 'failed', 'archived')),
  external_id text,
  version integer not null default 0 check (version >= 0),
  content_hash text not null default '' check (content_hash = '' or content_hash ~ '^[0-9a-f]{64}$'),
  dm_approved_by text,
  dm_approved_at timestamptz,
  dm_rejection_note text,
  client_approved_by text,
  client_approved_at timestamptz,
  client_rejection_note text,
  activity_id text,
  run_id text,
  deliverable_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('ad_copies');
select isolate_table('ad_copies');
create index on ad_copies (tenant_id, platform, status);
create index on ad_copies (tenant_id, activity_id);
create index on ad_copies (tenant_id, run_id);
create index on ad_copies (tenant_id, deliverable_id);
create index on ad_copies (tenant_id, updated_at desc, id);

grant select, insert, update on landing_pages, email_newsletters, newsletter_recipients, gbp_posts, ad_copies to app;

comment on table landing_pages is 'seven-section page, rendered on demand';
comment on table email_newsletters is 'e-mail to subscribers';
comment on table newsletter_recipients is 'delivery per person';
comment on table gbp_posts is 'Google Business Profile post';
comment on table ad_copies is 'ad text set';
