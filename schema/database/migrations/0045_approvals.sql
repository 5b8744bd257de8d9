alter table approvals
  add column assignee_user_id text,
  add column reminded_count integer not null default 0,
  add column escalated_at timestamptz,
  add column run_id text,
  add column action jsonb,
  add column certificate_key text,
  drop constraint approvals_kind_check,
  add constraint approvals_kind_check check (kind in ('context_file', 'strategy', 'deliverable_plan', 'action_items', 'content_request', 'keyword_group', 'blog_post', 'social_copy', 'social_post', 'landing_page', 'newsletter', 'gbp_publish', 'ads_push', 'campaign', 'campaign_email', 'review_response', 'optimisation', 'lead_email', 'code_change', 'chat_action')) not valid,
  add constraint approvals_assignee_user_id_fkey foreign key (assignee_user_id) references users (id) not valid,
  add constraint approvals_run_id_fkey foreign key (tenant_id, run_id) references agent_runs (tenant_id, id) not valid,
  add constraint approvals_reminded_bound check (reminded_count >= 0) not valid,
  add constraint approvals_have_bound check (approvals_have between 0 and quorum) not valid,
  add constraint approvals_version_bound check (subject_version >= 0) not valid,
  add constraint approvals_note_bound check (length(note) <= 4000) not valid;
select hold_subject('approvals');

alter table approval_votes
  add constraint approval_votes_category_check check (category in ('tone', 'accuracy', 'structure', 'length', 'seo', 'design', 'compliance', 'off_topic', 'other')) not valid,
  add constraint approval_votes_hash_form check (content_hash ~ '^[0-9a-f]{64}$') not valid,
  add constraint approval_votes_note_bound check (length(note) <= 4000) not valid;

alter table comments
  add constraint comments_version_bound check (version >= 0) not valid,
  add constraint comments_anchor_form check (jsonb_typeof(anchor) = 'object') not valid;
select hold_subject('comments');

create table approval_policies (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('context_file', 'strategy', 'deliverable_plan', 'action_items', 'content_request', 'keyword_group', 'blog_post', 'social_copy', 'social_post', 'landing_page', 'newsletter', 'gbp_publish', 'ads_push', 'campaign', 'campaign_email', 'review_response', 'optimisation', 'lead_email', 'code_change', 'chat_action')),
  mode text not null check (mode in ('none', 'optional', 'internal', 'internal_client')),
  risk text check (risk in ('low', 'medium', 'high')),
  quorum integer not null default 1 check (quorum between 1 and 3),
  four_eyes boolean not null default false,
  escalate_to text references users (id),
  bulk_allowed boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, kind),
  -- What releases something keeps at least one human stage, and what reaches many people or spends money keeps both.
  constraint approval_policies_keep_stages check (
    (mode <> 'none' or kind in ('context_file', 'action_items', 'content_request', 'keyword_group'))
    and (mode = 'internal_client' or kind not in ('ads_push', 'campaign', 'optimisation', 'newsletter')))
);
select mutable_table('approval_policies');
select isolate_table('approval_policies');
create index on approval_policies (tenant_id, escalate_to);
create index on approval_policies (tenant_id, updated_at desc, id);

grant select, insert, update, delete on approval_policies to app;

comment on table approval_policies is 'gate rules per approval kind; a tenant may raise a risk, never lower it';
