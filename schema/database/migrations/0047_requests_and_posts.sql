-- Requests, briefs and articles: what the first loop did not need yet.

alter table blog_requests
  add column media_ids text[] not null default '{}',
  add column deliverable_id text,
  add constraint blog_requests_media_bound check (cardinality(media_ids) <= 10) not valid,
  add constraint blog_requests_keyword_bound check (length(target_keyword) between 2 and 80) not valid,
  add constraint blog_requests_note_bound check (length(decision_note) <= 4000) not valid;

create table social_media_requests (
  tenant_id text not null references tenants (id),
  id text not null,
  topic text not null check (length(topic) between 5 and 200),
  brief text check (length(brief) <= 4000),
  audience text check (length(audience) <= 500),
  platforms text[] not null check (cardinality(platforms) between 1 and 6) check (platforms <@ array['instagram', 'facebook', 'linkedin', 'x', 'tiktok', 'pinterest']),
  count integer not null default 1 check (count between 1 and 30),
  format text check (format in ('static', 'carousel', 'reel', 'story', 'text', 'poll')),
  wanted_on date,
  media_ids text[] not null default '{}' check (cardinality(media_ids) <= 10),
  status text not null check (status in ('draft', 'submitted', 'approved', 'rejected', 'in_production', 'fulfilled', 'cancelled')),
  requested_by text not null,
  decided_by text,
  decision_note text check (length(decision_note) <= 4000),
  deliverable_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('social_media_requests');
select isolate_table('social_media_requests');
create index on social_media_requests (tenant_id, status);
create index on social_media_requests (tenant_id, deliverable_id);
create index on social_media_requests (tenant_id, updated_at desc, id);

alter table content_briefs
  add column deliverable_id text,
  add constraint content_briefs_title_bound check (length(title) between 1 and 200) not valid,
  add constraint content_briefs_lists_bound check (cardinality(secondary_keywords) <= 50 and cardinality(competitor_urls) <= 50) not valid;

alter table blog_posts
  add column deliverable_id text,
  add column hero_media_id text,
  add column current_position numeric(18, 6),
  add column last_audited_at timestamptz,
  add column repurposed_from text,
  add constraint blog_posts_hero_media_id_fkey foreign key (tenant_id, hero_media_id) references media (tenant_id, id) not valid,
  add constraint blog_posts_repurposed_from_fkey foreign key (tenant_id, repurposed_from) references blog_posts (tenant_id, id) not valid,
  add constraint blog_posts_position_bound check (current_position > 0) not valid,
  add constraint blog_posts_body_bound check (length(body) <= 60000) not valid,
  add constraint blog_posts_counts_bound check (word_count >= 0 and version >= 0) not valid,
  add constraint blog_posts_hash_form check (content_hash = '' or content_hash ~ '^[0-9a-f]{64}$') not valid,
  add constraint blog_posts_excerpt_bound check (length(excerpt) <= 500) not valid;

alter table content_versions add column s3_key text;
alter table content_versions add constraint content_versions_s3_key_bound check (length(s3_key) <= 1024) not valid;
select hold_subject('content_versions');

grant select, insert, update on social_media_requests to app;

comment on table social_media_requests is 'wish for social posts';
