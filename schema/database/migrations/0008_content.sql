create table content_briefs (
  tenant_id text not null references tenants (id),
  id text not null,
  title text not null,
  target_keyword text not null,
  secondary_keywords text[] not null default '{}',
  word_count integer not null check (word_count between 800 and 2500),
  search_intent text not null check (search_intent in ('informational', 'commercial', 'transactional', 'navigational')),
  outline jsonb not null,
  angle text not null,
  competitor_urls text[] not null default '{}',
  internal_links jsonb not null default '[]',
  goal text not null check (goal in ('new_blog_post', 'optimise_existing', 'landing_page')),
  target_url text,
  details jsonb not null default '{}',
  activity_id text,
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('content_briefs');
select isolate_table('content_briefs');
create index on content_briefs (tenant_id, activity_id);
create index on content_briefs (tenant_id, run_id);
create index on content_briefs (tenant_id, updated_at desc, id);

create table blog_posts (
  tenant_id text not null references tenants (id),
  id text not null,
  title text not null check (length(title) between 1 and 200),
  slug text not null check (slug ~ '^[a-z0-9-]{3,90}$'),
  body text not null default '',
  excerpt text,
  target_keyword text not null,
  secondary_keywords text[] not null default '{}',
  meta_title text not null default '',
  meta_description text not null default '',
  word_count integer not null default 0,
  brief_id text,
  status text not null check (status in ('drafting', 'dm_review', 'client_review', 'client_approved', 'publishing', 'cms_draft', 'published', 'publish_unknown', 'publish_failed', 'rejected', 'failed', 'archived')),
  brand_score integer check (brand_score between 0 and 100),
  language text not null default 'en',
  scheduled_for timestamptz,
  published_at timestamptz,
  published_url text,
  version integer not null default 0,
  content_hash text not null default '',
  dm_approved_by text,
  dm_approved_at timestamptz,
  dm_rejection_note text,
  client_approved_by text,
  client_approved_at timestamptz,
  client_rejection_note text,
  channel_id text,
  activity_id text,
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, brief_id) references content_briefs (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('blog_posts');
select isolate_table('blog_posts');
create index on blog_posts (tenant_id, status, updated_at);
create index on blog_posts (tenant_id, brief_id);
create index on blog_posts (tenant_id, channel_id);
create index on blog_posts (tenant_id, activity_id);
create index on blog_posts (tenant_id, run_id);
create index on blog_posts (tenant_id, updated_at desc, id);

create table blog_requests (
  tenant_id text not null references tenants (id),
  id text not null,
  topic text not null check (length(topic) between 5 and 200),
  brief text check (length(brief) <= 4000),
  audience text check (length(audience) <= 500),
  target_keyword text,
  word_count integer check (word_count between 800 and 2500),
  channel_id text,
  wanted_on date,
  status text not null check (status in ('draft', 'submitted', 'approved', 'rejected', 'in_production', 'fulfilled', 'cancelled')),
  requested_by text not null,
  decided_by text,
  decision_note text,
  blog_post_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, blog_post_id) references blog_posts (tenant_id, id)
);
select mutable_table('blog_requests');
select isolate_table('blog_requests');
create index on blog_requests (tenant_id, status);
create index on blog_requests (tenant_id, channel_id);
create index on blog_requests (tenant_id, blog_post_id);
create index on blog_requests (tenant_id, updated_at desc, id);

create table content_versions (
  tenant_id text not null references tenants (id),
  id text not null,
  subject_type text not null,
  subject_id text not null,
  version integer not null check (version >= 1),
  content jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  author text not null,
  author_kind text not null check (author_kind in ('agent', 'human')),
  change_note text,
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, subject_type, subject_id, version),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('content_versions');
select isolate_table('content_versions');
create index on content_versions (tenant_id, run_id);

create table edit_examples (
  tenant_id text not null references tenants (id),
  id text not null,
  agent text not null,
  subject_type text not null,
  subject_id text not null,
  from_version integer not null,
  to_version integer not null,
  category text not null check (category in ('tone', 'fact', 'structure', 'length', 'seo', 'format', 'other')),
  diff text not null,
  accepted boolean not null default true,
  editor_id text not null references users (id),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('edit_examples');
select isolate_table('edit_examples');
create index on edit_examples (tenant_id, agent);
create index on edit_examples (tenant_id, updated_at desc, id);

create table approvals (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('content_request', 'blog_post')),
  subject_type text not null,
  subject_id text not null,
  subject_version integer not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  stage text not null check (stage in ('dm', 'client')),
  risk text not null check (risk in ('low', 'medium', 'high')),
  status text not null check (status in ('pending', 'approved', 'rejected', 'expired', 'superseded')),
  quorum integer not null default 1 check (quorum between 1 and 3),
  approvals_have integer not null default 0,
  requested_by text not null,
  flags text[] not null default '{}' check (flags <@ array['critic_failed', 'critic_unavailable', 'unsupported_claims', 'injection_suspected']),
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  category text check (category in ('tone', 'accuracy', 'structure', 'length', 'seo', 'design', 'compliance', 'off_topic', 'other')),
  note text,
  used_at timestamptz,
  reopened_from text,
  activity_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, reopened_from) references approvals (tenant_id, id)
);
select mutable_table('approvals');
select isolate_table('approvals');
create unique index on approvals (tenant_id, subject_type, subject_id, subject_version, kind, stage) where status in ('pending', 'approved');
create index on approvals (tenant_id, status, risk, expires_at);
create index on approvals (status, expires_at);
create index on approvals (tenant_id, subject_type, subject_id);
create index on approvals (tenant_id, activity_id);
create index on approvals (tenant_id, reopened_from);
create index on approvals (tenant_id, updated_at desc, id);

create table approval_votes (
  tenant_id text not null,
  id text not null,
  approval_id text not null,
  voter text not null,
  via text not null check (via in ('dashboard', 'dm', 'manage', 'mobile', 'link')),
  decision text not null check (decision in ('approve', 'reject')),
  category text,
  note text,
  content_hash text not null,
  ip text not null,
  user_agent text not null,
  primary key (tenant_id, id),
  unique (tenant_id, approval_id, voter),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id)
);
select append_only_table('approval_votes');
select isolate_table('approval_votes');

create table comments (
  tenant_id text not null references tenants (id),
  id text not null,
  subject_type text not null,
  subject_id text not null,
  version integer,
  parent_id text,
  anchor jsonb,
  body text not null check (length(body) between 1 and 4000),
  visibility text not null check (visibility in ('internal', 'client')),
  author text not null,
  resolved_at timestamptz,
  resolved_by text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references comments (tenant_id, id)
);
select mutable_table('comments');
select isolate_table('comments');
create index on comments (tenant_id, subject_type, subject_id);
create index on comments (tenant_id, parent_id);
create index on comments (tenant_id, updated_at desc, id);

create table publish_attempts (
  tenant_id text not null references tenants (id),
  id text not null,
  subject_type text not null,
  subject_id text not null,
  version integer not null,
  content_hash text not null,
  approval_id text not null,
  channel_id text not null,
  target text not null check (target in ('blog', 'social', 'gbp', 'newsletter', 'ads', 'code')),
  mode text not null check (mode in ('draft', 'publish')),
  status text not null check (status in ('prepared', 'posting', 'checking', 'unknown', 'confirmed', 'failed', 'abandoned')),
  attempt_key text not null,
  payload jsonb not null,
  publish_at timestamptz not null,
  posted_at timestamptz,
  tries integer not null default 0,
  external_id text,
  external_url text,
  edit_url text,
  look_at timestamptz,
  look_count integer not null default 0,
  error_code text,
  error_message text,
  decided_by text,
  confirmed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('publish_attempts');
select isolate_table('publish_attempts');
create unique index on publish_attempts (tenant_id, attempt_key) where status not in ('failed', 'abandoned');
create index on publish_attempts (status, publish_at);
create index on publish_attempts (status, look_at);
create index on publish_attempts (tenant_id, subject_type, subject_id);
create index on publish_attempts (tenant_id, approval_id);
create index on publish_attempts (tenant_id, channel_id);
create index on publish_attempts (tenant_id, updated_at desc, id);

create table publish_steps (
  tenant_id text not null,
  id text not null,
  publish_attempt_id text not null,
  step integer not null,
  phase text not null check (phase in ('post', 'check', 'finalise', 'look_up')),
  outcome text not null check (outcome in ('ok', 'not_sent', 'refused', 'unknown', 'found', 'absent', 'pending')),
  http_status integer,
  request_sha256 text not null,
  response_excerpt text,
  duration_ms integer not null,
  primary key (tenant_id, id),
  unique (tenant_id, publish_attempt_id, step),
  foreign key (tenant_id, publish_attempt_id) references publish_attempts (tenant_id, id)
);
select append_only_table('publish_steps');
select isolate_table('publish_steps');

create table uploads (
  tenant_id text not null references tenants (id),
  id text not null,
  purpose text not null check (purpose in ('media', 'dataset', 'report', 'import', 'brand', 'avatar')),
  file_name text not null,
  mime text not null,
  bytes bigint not null check (bytes > 0),
  sha256 text,
  s3_key text not null,
  status text not null check (status in ('pending', 'stored', 'scanned', 'rejected', 'expired')),
  reject_reason text,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
select mutable_table('uploads');
select isolate_table('uploads');
create index on uploads (status, expires_at);
create index on uploads (tenant_id, updated_at desc, id);

grant select, insert, update on content_briefs, blog_posts, blog_requests, edit_examples, approvals, comments, publish_attempts to app;
grant select, insert on content_versions, approval_votes, publish_steps to app;
grant select, insert, update, delete on uploads to app;

comment on table content_briefs is 'instruction sheet of a post';
comment on table blog_posts is 'article';
comment on table blog_requests is 'wish for a post';
comment on table content_versions is 'every version of every piece; source of diffs';
comment on table edit_examples is 'a human edit kept as an example';
comment on table approvals is 'permission to go on, bound to exact bytes';
comment on table approval_votes is 'who said what';
comment on table comments is 'threaded notes; internal ones never reach a client';
comment on table publish_attempts is 'one approved version sent to one account, once';
comment on table publish_steps is 'evidence of each step';
comment on table uploads is 'staged upload before it becomes something';
