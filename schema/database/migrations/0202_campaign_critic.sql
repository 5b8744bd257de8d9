-- An e-mail waits for the critic before people see it; what the critic flagged goes with its approval.
alter table campaign_emails add column critic_pending boolean not null default false;
alter table campaign_emails add column flags text[] not null default '{}';
alter table campaign_emails add constraint campaign_emails_flags_check check (flags <@ array['critic_failed', 'critic_unavailable', 'unsupported_claims', 'injection_suspected']) not valid;
