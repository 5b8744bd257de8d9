-- The shapes of sessions, accounts and verifications are those of the sign-in library; the names are ours.

create table auth_sessions (
  id text primary key,
  user_id text not null references users (id),
  token text not null unique,
  app text not null check (app in ('dashboard', 'dm-portal', 'manage')),
  tenant_id text references tenants (id),
  ip text,
  user_agent text,
  device_name text,
  expires_at timestamptz not null
);
select mutable_table('auth_sessions');
create index on auth_sessions (user_id);
create index on auth_sessions (expires_at);
create index on auth_sessions (tenant_id);

create table auth_accounts (
  id text primary key,
  user_id text not null references users (id),
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  unique (provider_id, account_id)
);
select mutable_table('auth_accounts');
create index on auth_accounts (user_id);

create table auth_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null
);
select mutable_table('auth_verifications');
create index on auth_verifications (identifier);

create table login_attempts (
  id text primary key,
  email_hash text not null,
  ip text not null,
  app text not null,
  outcome text not null check (outcome in ('ok', 'bad_credentials', 'locked', 'no_app_access', 'tenant_suspended'))
);
select append_only_table('login_attempts');
create index on login_attempts (email_hash, created_at);
create index on login_attempts (ip, created_at);

grant select, insert, update, delete on auth_sessions, auth_accounts, auth_verifications to auth;
grant select, insert on login_attempts to auth;

comment on table auth_sessions is 'a signed-in device; revocable at once';
comment on table auth_accounts is 'how a user proves who they are; passwords as Argon2id';
comment on table login_attempts is 'lockout and anomaly evidence';
