-- What was noticed of an answer is told to whoever decides what became of it.
alter table agent_runs add column warnings text[] not null default '{}';

-- A post of several pictures may lack some, and a text may stand again because its next version could not be written.
alter table campaign_emails
  drop constraint campaign_emails_flags_check,
  add constraint campaign_emails_flags_check check (flags <@ array['critic_failed', 'critic_unavailable', 'unsupported_claims', 'injection_suspected', 'slides_missing', 'rewrite_failed']) not valid;
alter table approvals
  drop constraint approvals_flags_check,
  add constraint approvals_flags_check check (flags <@ array['critic_failed', 'critic_unavailable', 'unsupported_claims', 'injection_suspected', 'slides_missing', 'rewrite_failed']) not valid;
