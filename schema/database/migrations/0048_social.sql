create table social_calendars (
  tenant_id text not null references tenants (id),
  id text not null,
  month date not null check (extract(day from month) = 1),
  status text not null check (status in ('draft', 'active', 'archived')),
  summary jsonb not null default '{}' check (jsonb_typeof(summary) = 'object'),
  activity_id text,
  run_id text,
  deliverable_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('social_calendars');
select isolate_table('social_calendars');
create unique index on social_calendars (tenant_id, month) where status = 'active';
create index on social_calendars (tenant_id, activity_id);
create index on social_calendars (tenant_id, run_id);
create index on social_calendars (tenant_id, deliverable_id);
create index on social_calendars (tenant_id, updated_at desc, id);

create table social_posts (
  tenant_id text not null references tenants (id),
  id text not null,
  platform text not null check (platform in ('instagram', 'facebook', 'linkedin', 'x', 'tiktok', 'pinterest')),
  format text not null check (format in ('static', 'carousel', 'reel', 'story', 'text', 'poll')),
  content_type text not null check (content_type in ('educational', 'promotional', 'engagement', 'ugc', 'behind-the-scenes')),
  body_text text not null default '' check (length(body_text) <= 3000),
  hook text check (length(hook) <= 200),
  hashtags text[] not null default '{}' check (cardinality(hashtags) <= 30),
  alt_text text check (length(alt_text) <= 500),
  link_url text check (length(link_url) <= 2000),
  slot_id text,
  channel_id text,
  image_prompt text,
  video_provider text,
  video_job_id text,
  status text not null check (status in ('drafting', 'dm_review', 'dm_approved', 'design_pending', 'client_review', 'client_approved', 'scheduled', 'publishing', 'published', 'publish_unknown', 'publish_failed', 'rejected', 'failed', 'archived')),
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
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'scheduled' or scheduled_at is not null)
);
select mutable_table('social_posts');
select isolate_table('social_posts');
create index on social_posts (tenant_id, status, scheduled_at);
create index on social_posts (tenant_id, platform, scheduled_at);
create index on social_posts (tenant_id, slot_id);
create index on social_posts (tenant_id, channel_id);
create index on social_posts (tenant_id, activity_id);
create index on social_posts (tenant_id, run_id);
create index on social_posts (tenant_id, deliverable_id);
create index on social_posts (tenant_id, updated_at desc, id);

create table social_calendar_slots (
  tenant_id text not null references tenants (id),
  id text not null,
  social_calendar_id text not null,
  slot_on date not null,
  slot_time time,
  platform text not null check (platform in ('instagram', 'facebook', 'linkedin', 'x', 'tiktok', 'pinterest')),
  content_type text not null check (content_type in ('educational', 'promotional', 'engagement', 'ugc', 'behind-the-scenes')),
  format text not null check (format in ('static', 'carousel', 'reel', 'story', 'text', 'poll')),
  topic_angle text not null check (length(topic_angle) between 1 and 200),
  theme text check (length(theme) <= 60),
  notes text check (length(notes) <= 500),
  pinned boolean not null default false,
  social_post_id text,
  activity_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, social_calendar_id) references social_calendars (tenant_id, id),
  foreign key (tenant_id, social_post_id) references social_posts (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, activity_id) references activities (tenant_id, id)
);
select mutable_table('social_calendar_slots');
select isolate_table('social_calendar_slots');
create index on social_calendar_slots (tenant_id, slot_on);
create index on social_calendar_slots (tenant_id, social_calendar_id);
create index on social_calendar_slots (tenant_id, social_post_id);
create index on social_calendar_slots (tenant_id, activity_id);
create index on social_calendar_slots (tenant_id, updated_at desc, id);

-- A post and its slot name each other; which of the two is written first is nobody's business.
alter table social_posts add foreign key (tenant_id, slot_id) references social_calendar_slots (tenant_id, id) deferrable initially deferred;

grant select, insert, update on social_calendars, social_posts to app;
grant select, insert, update, delete on social_calendar_slots to app;

comment on table social_calendars is 'a month of planned slots';
comment on table social_posts is 'post for one platform';
comment on table social_calendar_slots is 'one planned post';
