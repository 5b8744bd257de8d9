create table invitations (
  tenant_id text not null references tenants (id),
  id text not null,
  email citext not null check (length(email) between 3 and 254),
  side text not null check (side in ('client', 'agency')),
  role text not null check (role in ('admin', 'member', 'reviewer')),
  app_access text[] not null check (app_access <@ array['dashboard', 'dm-portal', 'manage']),
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  invited_by text not null references users (id),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text references users (id),
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (side = 'client' or role <> 'member'),
  check ((accepted_at is null) = (accepted_by is null)),
  check (accepted_at is null or revoked_at is null)
);
select mutable_table('invitations');
select isolate_table('invitations');
create unique index on invitations (tenant_id, email) where accepted_at is null and revoked_at is null;
create index on invitations (tenant_id, invited_by);
create index on invitations (tenant_id, accepted_by);
create index on invitations (email);
create index on invitations (tenant_id, updated_at desc, id);

create table impersonations (
  id text primary key,
  staff_user_id text not null references users (id),
  user_id text not null references users (id),
  tenant_id text not null references tenants (id),
  reason text not null check (length(reason) between 10 and 500),
  read_only boolean not null default true,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  started_at timestamptz not null default now(),
  begun_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check (expires_at <= started_at + interval '60 minutes'),
  check (user_id <> staff_user_id)
);
select mutable_table('impersonations');
select bound_table('impersonations');
create policy sign_in on impersonations to auth using (true) with check (true);
create index on impersonations (staff_user_id);
create index on impersonations (user_id);
create index on impersonations (tenant_id);

create table billing_profiles (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 2 and 120),
  email citext not null check (length(email) between 3 and 254),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  address jsonb not null check (jsonb_typeof(address) = 'object'),
  gstin text check (gstin ~ '^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$'),
  pan text check (pan ~ '^[A-Z]{5}[0-9]{4}[A-Z]$'),
  sez boolean not null default false,
  tds jsonb not null default '{"enabled": false}' check (jsonb_typeof(tds) = 'object'),
  primary key (tenant_id, id),
  unique (tenant_id),
  check (not sez or gstin is not null)
);
select mutable_table('billing_profiles');
select isolate_table('billing_profiles');
create index on billing_profiles (tenant_id, updated_at desc, id);

alter table auth_sessions add column impersonation_id text;
alter table tenant_settings add column second_factor_required boolean not null default false;

grant select, insert, update on invitations, billing_profiles to app;
grant select, update on impersonations to auth;

comment on table invitations is 'invitation into a tenant: one open per address, seven days';
comment on table impersonations is 'a super admin acting as a user: reason, sixty minutes at most';
comment on table billing_profiles is 'who is billed and how taxed';
comment on column auth_sessions.impersonation_id is 'the session is a super admin''s act in the user''s name';
comment on column tenant_settings.second_factor_required is 'the tenant''s people need a second factor to sign in';
