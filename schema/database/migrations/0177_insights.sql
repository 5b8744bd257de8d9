create table channel_insights (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  agent text not null check (agent in ('facebook-page-insights', 'google-ads-insights', 'google-analytics-insights', 'google-business-profile-insights', 'google-search-console-insights', 'instagram-insights', 'landing-page-insights', 'linkedin-insights', 'meta-ads-insights', 'website-insights')),
  period text not null check (period in ('last_1_month', 'last_3_months', 'last_6_months')),
  status text not null check (status in ('pending', 'generating', 'done', 'failed', 'not_enough_data')),
  score integer check (score between 0 and 100),
  strengths jsonb not null default '[]' check (jsonb_typeof(strengths) = 'array' and octet_length(strengths::text) <= 65536),
  weaknesses jsonb not null default '[]' check (jsonb_typeof(weaknesses) = 'array' and octet_length(weaknesses::text) <= 65536),
  opportunities jsonb not null default '[]' check (jsonb_typeof(opportunities) = 'array' and octet_length(opportunities::text) <= 65536),
  figures jsonb not null default '[]' check (jsonb_typeof(figures) = 'array' and octet_length(figures::text) <= 65536),
  narrative text check (length(narrative) <= 6000),
  error_code text check (length(error_code) <= 60),
  run_id text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'done' or (score is not null and narrative is not null))
);
select mutable_table('channel_insights');
select isolate_table('channel_insights');
create index on channel_insights (tenant_id, channel_id, created_at);
create unique index on channel_insights (tenant_id, channel_id, agent) where status in ('pending', 'generating') and deleted_at is null;
create index on channel_insights (tenant_id, run_id);
create index on channel_insights (tenant_id, updated_at desc, id);

create table channel_recommendations (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_insight_id text not null,
  channel_id text not null,
  position integer not null check (position between 1 and 20),
  title text not null check (length(title) between 1 and 200),
  detail text not null check (length(detail) <= 2000),
  impact text not null check (impact in ('low', 'medium', 'high')),
  effort text not null check (effort in ('low', 'medium', 'high')),
  status text not null default 'open' check (status in ('open', 'accepted', 'dismissed')),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_insight_id) references channel_insights (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  check ((status = 'open') = (decided_at is null))
);
select mutable_table('channel_recommendations');
select isolate_table('channel_recommendations');
create index on channel_recommendations (tenant_id, channel_insight_id);
create index on channel_recommendations (tenant_id, channel_id, status);
create index on channel_recommendations (tenant_id, updated_at desc, id);

alter table agent_runs drop constraint agent_runs_subject_type_check;
alter table agent_runs add constraint agent_runs_subject_type_check check (subject_type in ('context_file', 'strategy', 'deliverable_plan', 'action_item', 'deliverable', 'activity', 'blog_post', 'social_post', 'landing_page', 'newsletter', 'gbp_post', 'ad_copy', 'content_brief', 'content_request', 'keyword_group', 'backlink', 'campaign', 'campaign_email', 'recommendation_batch', 'search_term', 'review_response', 'lead_email', 'nurture_step', 'code_change', 'report', 'lead', 'contact', 'publish_attempt', 'chat_action', 'crawl_job', 'onboarding_run', 'plan_month', 'channel_insight', 'anomaly_alert', 'goal')) not valid;

grant select, insert, update on channel_insights, channel_recommendations to app;
comment on table channel_insights is 'analysis of one channel''s numbers';
comment on table channel_recommendations is 'what an analysis advises, and what people made of it';
