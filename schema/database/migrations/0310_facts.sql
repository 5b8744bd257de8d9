-- What writers say beside their text is kept with it, and what a request is about may be a page that is there already.

alter table blog_requests add column target_url text;

alter table blog_posts add column suggestions jsonb not null default '{}';

alter table gbp_posts add column photo_suggestion text;

alter table anomaly_alerts add column suggested_action text;

alter table action_items
  add column goal_hint text,
  add column credit_estimate integer;

alter table leads
  add column score smallint,
  add column score_factors jsonb not null default '[]',
  add column scored_at timestamptz;

alter table leads
  add constraint leads_score_bound check (score between 0 and 100) not valid,
  add constraint leads_score_factors_form check (jsonb_typeof(score_factors) = 'array') not valid;
alter table blog_requests add constraint blog_requests_target_url_form check (target_url ~ '^https?://' and length(target_url) <= 2000) not valid;
alter table gbp_posts add constraint gbp_posts_photo_suggestion_bound check (length(photo_suggestion) <= 200) not valid;
alter table anomaly_alerts add constraint anomaly_alerts_suggested_action_bound check (length(suggested_action) <= 500) not valid;
alter table action_items
  add constraint action_items_goal_hint_bound check (length(goal_hint) <= 120) not valid,
  add constraint action_items_credit_estimate_bound check (credit_estimate >= 0) not valid;

comment on column blog_posts.suggestions is 'What its writer proposes beside the text: questions with answers, ideas for pictures';
comment on column action_items.credit_estimate is 'hundredths of a credit';
