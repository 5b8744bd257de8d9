-- What a campaign's platforms have charged, how far people were told of it, and whether it rests for that. Decided changes are made in
-- the account of one platform, in the product itself, or by a person, who says so.
alter table campaigns
  add column spent_minor bigint,
  add column spend_synced_at timestamptz,
  add column spend_marks integer[] not null default '{}',
  add column spend_paused_at timestamptz;
alter table campaigns
  add constraint campaigns_spent_check check (spent_minor >= 0) not valid,
  add constraint campaigns_spend_marks_check check (cardinality(spend_marks) <= 2) not valid;

alter table campaign_external_mappings
  add column spent_minor bigint,
  add column currency text,
  add column external_status text,
  add column external_name text,
  add column daily_budget_minor bigint,
  add column sync_error text;
alter table campaign_external_mappings
  add constraint campaign_external_mappings_external_name_check check (length(external_name) <= 400) not valid,
  add constraint campaign_external_mappings_daily_budget_check check (daily_budget_minor >= 0) not valid,
  add constraint campaign_external_mappings_spent_check check (spent_minor >= 0) not valid,
  add constraint campaign_external_mappings_currency_check check (currency ~ '^[A-Z]{3}$') not valid,
  add constraint campaign_external_mappings_external_status_check check (external_status in ('active', 'paused')) not valid,
  add constraint campaign_external_mappings_sync_error_check check (length(sync_error) <= 400) not valid;

alter table recommendation_batches
  add column mapping_id text;
alter table recommendation_batches
  add constraint recommendation_batches_mapping_id_fkey foreign key (tenant_id, mapping_id) references campaign_external_mappings (tenant_id, id) not valid;

alter table campaign_recommendations
  add column applied_by text,
  add column outcome text,
  drop constraint campaign_recommendations_action_check,
  add constraint campaign_recommendations_action_check check (action in ('pause_ad', 'resume_ad', 'change_budget', 'change_bid', 'rotate_creative', 'narrow_audience', 'widen_audience', 'change_subject', 'change_pitch', 'drop_type', 'add_follow_up', 'change_channel', 'change_delay', 'change_text', 'add_negative', 'remove_negative', 'add_keyword', 'remove_keyword', 'set_campaign_budget')) not valid;
alter table campaign_recommendations
  add constraint campaign_recommendations_applied_by_check check (applied_by ~ '^[a-z]+:') not valid,
  add constraint campaign_recommendations_outcome_check check (length(outcome) <= 400) not valid;

alter table campaign_emails
  drop constraint campaign_emails_stop_reason_check,
  add constraint campaign_emails_stop_reason_check check (stop_reason in ('replied', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'ended', 'type_dropped')) not valid;
