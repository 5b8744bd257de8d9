create table feature_flags (
  id text primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_.-]{1,60}$'),
  description text not null check (length(description) between 1 and 500),
  enabled boolean not null default false,
  rollout_pct integer not null default 0 check (rollout_pct between 0 and 100),
  owner text not null,
  expires_on date
);
select mutable_table('feature_flags');

create table platform_settings (
  id text primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_.-]{1,60}$'),
  value jsonb not null,
  description text not null check (length(description) between 1 and 500),
  secret boolean not null default false,
  -- A secret is kept sealed, never in clear.
  constraint platform_settings_sealed check (not secret or (jsonb_typeof(value) = 'string' and value #>> '{}' like 'v1.%'))
);
select mutable_table('platform_settings');

grant select on feature_flags to app;

comment on table feature_flags is 'switches, off by default';
comment on table platform_settings is 'configuration that is not code';
