-- Changes that people decide on are made in the account: words of a campaign, and what was made of a set of ad texts, too.
alter table campaign_recommendations
  add column applied_at timestamptz,
  drop constraint campaign_recommendations_action_check,
  add constraint campaign_recommendations_action_check check (action in ('pause_ad', 'resume_ad', 'change_budget', 'change_bid', 'rotate_creative', 'narrow_audience', 'widen_audience', 'change_subject', 'change_pitch', 'drop_type', 'add_follow_up', 'change_channel', 'change_delay', 'change_text', 'add_negative', 'remove_negative', 'add_keyword', 'remove_keyword')) not valid,
  drop constraint campaign_recommendations_kind_check,
  add constraint campaign_recommendations_kind_check check (kind in ('bid', 'budget', 'ad', 'audience', 'pause', 'sequence', 'prospect', 'keyword')) not valid;

alter table recommendation_batches
  alter column campaign_id drop not null,
  add column ad_copy_id text,
  add column undo_of text;
alter table recommendation_batches
  add constraint recommendation_batches_ad_copy_id_fkey foreign key (tenant_id, ad_copy_id) references ad_copies (tenant_id, id) not valid,
  add constraint recommendation_batches_undo_of_fkey foreign key (tenant_id, undo_of) references recommendation_batches (tenant_id, id) not valid,
  add constraint recommendation_batches_of_check check (campaign_id is not null or ad_copy_id is not null) not valid;

alter table ad_copies
  add column running boolean not null default false,
  add column daily_budget_minor bigint;
alter table ad_copies
  add constraint ad_copies_daily_budget_check check (daily_budget_minor >= 0) not valid;
