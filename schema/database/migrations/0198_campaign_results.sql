create table campaign_external_mappings (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  channel_id text not null,
  platform text not null check (platform in ('google_ads', 'meta_ads', 'linkedin_ads')),
  external_campaign_id text not null check (length(external_campaign_id) between 1 and 120),
  last_synced_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, platform, external_campaign_id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('campaign_external_mappings');
select isolate_table('campaign_external_mappings');
create index on campaign_external_mappings (tenant_id, campaign_id);
create index on campaign_external_mappings (tenant_id, channel_id);
create index on campaign_external_mappings (tenant_id, updated_at desc, id);

create table campaign_results (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  kind text not null check (kind in ('campaign', 'ad_set', 'ad', 'prospect_type', 'pitch', 'channel', 'message')),
  external_id text not null check (length(external_id) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  measured_on date not null,
  status text not null default 'active' check (status in ('active', 'paused')),
  budget_minor bigint check (budget_minor >= 0),
  bid_minor bigint check (bid_minor >= 0),
  reached integer not null default 0 check (reached >= 0),
  answered integer not null default 0 check (answered >= 0),
  won numeric(12, 2) not null default 0 check (won >= 0),
  spent_minor bigint not null default 0 check (spent_minor >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, kind, external_id, measured_on),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id)
);
select mutable_table('campaign_results');
select isolate_table('campaign_results');
create index on campaign_results (tenant_id, campaign_id, measured_on);
create index on campaign_results (tenant_id, updated_at desc, id);

create table search_term_reports (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  search_term text not null check (length(search_term) between 1 and 200),
  ad_group text not null default '' check (length(ad_group) <= 200),
  sync_on date not null,
  impressions integer not null default 0 check (impressions >= 0),
  clicks integer not null default 0 check (clicks >= 0),
  cost_minor bigint not null default 0 check (cost_minor >= 0),
  conversions numeric(12, 2) not null default 0 check (conversions >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, search_term, sync_on),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id)
);
select mutable_table('search_term_reports');
select isolate_table('search_term_reports');
create index on search_term_reports (tenant_id, updated_at desc, id);

create table search_term_classifications (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  search_term_report_id text not null,
  classification text not null check (classification in ('add_as_keyword', 'add_as_negative', 'watch', 'irrelevant')),
  match_type text check (match_type in ('exact', 'phrase', 'broad')),
  rationale text not null check (length(rationale) between 1 and 200),
  confidence numeric(3, 2) not null check (confidence between 0 and 1),
  decision text check (decision in ('add_as_keyword', 'add_as_negative', 'watch', 'irrelevant')),
  status text not null default 'pending' check (status in ('pending', 'dm_reviewed', 'pushed', 'skipped')),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, search_term_report_id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, search_term_report_id) references search_term_reports (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('search_term_classifications');
select isolate_table('search_term_classifications');
create index on search_term_classifications (tenant_id, status);
create index on search_term_classifications (tenant_id, campaign_id);
create index on search_term_classifications (tenant_id, run_id);
create index on search_term_classifications (tenant_id, updated_at desc, id);

create table recommendation_batches (
  tenant_id text not null references tenants (id),
  id text not null,
  campaign_id text not null,
  agent text not null check (length(agent) between 1 and 60),
  status text not null default 'preparing' check (status in ('preparing', 'proposed', 'dm_accepted', 'client_approved', 'applied', 'dismissed', 'expired', 'empty', 'failed')),
  version integer not null default 1 check (version >= 1),
  window_days integer not null default 14 check (window_days between 7 and 30),
  reason text check (length(reason) <= 500),
  decision_note text check (length(decision_note) <= 4000),
  run_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('recommendation_batches');
select isolate_table('recommendation_batches');
create index on recommendation_batches (tenant_id, campaign_id, status);
create index on recommendation_batches (tenant_id, run_id);
create index on recommendation_batches (tenant_id, updated_at desc, id);

create table campaign_recommendations (
  tenant_id text not null references tenants (id),
  id text not null,
  batch_id text not null,
  action text not null check (action in ('pause_ad', 'resume_ad', 'change_budget', 'change_bid', 'rotate_creative', 'narrow_audience', 'widen_audience', 'change_subject', 'change_pitch', 'drop_type', 'add_follow_up', 'change_channel', 'change_delay', 'change_text')),
  kind text not null check (kind in ('bid', 'budget', 'ad', 'audience', 'pause', 'sequence', 'prospect')),
  external_id text not null check (length(external_id) between 1 and 200),
  title text not null check (length(title) between 1 and 120),
  from_value text not null check (length(from_value) <= 500),
  to_value text not null check (length(to_value) <= 500),
  why text not null check (length(why) between 1 and 300),
  expected_effect text not null check (length(expected_effect) between 1 and 300),
  evidence text[] not null check (cardinality(evidence) between 1 and 5),
  confidence text not null check (confidence in ('low', 'medium', 'high')),
  risk text not null check (risk in ('low', 'medium', 'high')),
  status text not null default 'open' check (status in ('open', 'dismissed', 'applied', 'failed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, batch_id) references recommendation_batches (tenant_id, id)
);
select mutable_table('campaign_recommendations');
select isolate_table('campaign_recommendations');
create index on campaign_recommendations (tenant_id, batch_id);
create index on campaign_recommendations (tenant_id, updated_at desc, id);

grant select, insert, update on campaign_external_mappings, campaign_results, search_term_reports, search_term_classifications, recommendation_batches, campaign_recommendations to app;
comment on table campaign_external_mappings is 'link to the platform''s own campaign';
comment on table campaign_results is 'what a campaign and its parts reached, day by day';
comment on table search_term_reports is 'what people typed before they saw an ad';
comment on table search_term_classifications is 'verdict per search term';
comment on table recommendation_batches is 'changes to a campaign that are decided together';
comment on table campaign_recommendations is 'one change that an optimiser proposes';
