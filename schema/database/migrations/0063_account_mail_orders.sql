-- A mail is ordered for an address, known or not; who it belongs to and the link in it are found out when it is sent, so that
-- asking for one takes the same time for every address.

alter table account_mails
  add column purpose text,
  add column app text;
alter table account_mails drop constraint account_mails_reason_check;
alter table account_mails
  add constraint account_mails_purpose_check
    check (purpose in ('verify_email', 'change_email', 'reset_password', 'set_password', 'unlock')) not valid,
  add constraint account_mails_app_check check (app in ('dashboard', 'dm-portal', 'manage', 'mobile')) not valid,
  add constraint account_mails_reason_check
    check (reason in ('unknown_address', 'dev_filter', 'template_missing', 'template_error', 'provider_error')) not valid;

grant insert on account_mails to app;
