-- Mailed links and codes, the devices a person is known on, and the mails that concern a person and no tenant.

create table auth_tokens (
  id text primary key,
  user_id text not null references users (id),
  purpose text not null check (purpose in ('verify_email', 'change_email', 'reset_password', 'set_password', 'unlock')),
  email citext not null,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  code_hash text check (code_hash ~ '^[0-9a-f]{64}$'),
  tries integer not null default 0 check (tries >= 0),
  expires_at timestamptz not null,
  used_at timestamptz
);
select mutable_table('auth_tokens');
create index on auth_tokens (user_id, purpose);
create index on auth_tokens (expires_at);

create table auth_devices (
  id text primary key,
  user_id text not null references users (id),
  key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
  print_hash text not null check (print_hash ~ '^[0-9a-f]{64}$'),
  country text check (country ~ '^[A-Z]{2}$'),
  last_seen_at timestamptz not null default now(),
  unique (user_id, key_hash)
);
select mutable_table('auth_devices');
create index on auth_devices (user_id, print_hash);

create table account_mails (
  id text primary key,
  user_id text references users (id),
  address citext not null,
  template_slug text not null,
  locale text not null,
  words_cipher text,
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'skipped')),
  reason text check (reason in ('dev_filter', 'template_missing', 'template_error', 'provider_error')),
  message_id text,
  attempts integer not null default 0 check (attempts >= 0),
  error_message text,
  sent_at timestamptz,
  final_at timestamptz,
  check (status = 'queued' or words_cipher is null)
);
select mutable_table('account_mails');
create index on account_mails (user_id, created_at);
create index on account_mails (final_at) where final_at is not null;

grant select, insert, update, delete on auth_tokens, auth_devices, account_mails to auth;
grant select on email_templates to auth;

comment on table auth_tokens is 'single-use links and codes sent by mail; only hashes are kept';
comment on table auth_devices is 'where a person signed in before, so that a new place is told';
comment on table account_mails is 'ledger of mails about an account; the words, which hold links, are encrypted and go when the mail is out';
