-- What people say about themselves, and what a session needs to be shown, proven and ended.

alter table users
  add column phone text,
  add column country text,
  add column about text,
  add column whatsapp_number text,
  add column password_changed_at timestamptz,
  add column totp_enabled boolean not null default false,
  add column totp_required boolean not null default false;
alter table users
  add constraint users_phone_check check (phone ~ '^\+[1-9][0-9]{6,14}$') not valid,
  add constraint users_country_check check (country ~ '^[A-Z]{2}$') not valid,
  add constraint users_about_check check (length(about) between 1 and 500) not valid,
  add constraint users_whatsapp_number_check check (whatsapp_number ~ '^\+[1-9][0-9]{6,14}$') not valid,
  add constraint users_job_title_check check (length(job_title) between 1 and 120) not valid;

alter table auth_sessions
  add column country text,
  add column kept boolean not null default true,
  add column last_seen_at timestamptz not null default now(),
  add column proved_at timestamptz;
alter table auth_sessions
  drop constraint auth_sessions_app_check,
  add constraint auth_sessions_app_check check (app in ('dashboard', 'dm-portal', 'manage', 'mobile')) not valid,
  add constraint auth_sessions_country_check check (country ~ '^[A-Z]{2}$') not valid;

alter table login_attempts
  drop constraint login_attempts_outcome_check,
  add constraint login_attempts_outcome_check
    check (outcome in ('ok', 'bad_credentials', 'locked', 'no_app_access', 'tenant_suspended', 'challenged', 'totp_failed')) not valid;

comment on column users.totp_enabled is 'a second factor is confirmed: a password alone opens nothing';
comment on column users.totp_required is 'an admin demands a second factor of this person';
comment on column auth_sessions.kept is 'stays signed in beyond the browser session; otherwise a day at most';
comment on column auth_sessions.proved_at is 'when the person last proved who they are; counts ten minutes';
