-- A conversation may order a report.
alter table chat_actions drop constraint chat_actions_verb_check;
alter table chat_actions add constraint chat_actions_verb_check check (verb in ('request_blog_post', 'cancel_request', 'plan_month', 'pause_activity', 'resume_activity', 'order_report', 'audit_site', 'note_lead', 'move_lead', 'draft_lead_email')) not valid;
