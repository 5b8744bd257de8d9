create table channel_masters (
  id text primary key,
  type text not null unique,
  name text not null,
  description text not null,
  categories text[] not null,
  auth text not null check (auth in ('none', 'oauth', 'basic', 'api_key')),
  requires_url boolean not null,
  scopes text[] not null default '{}',
  capabilities text[] not null check (capabilities <@ array['publish', 'metrics', 'insights', 'leads', 'reviews', 'ads', 'email', 'code', 'crawl']),
  min_plan text not null check (min_plan in ('free', 'pro', 'agency', 'enterprise')),
  active boolean not null default true,
  position integer not null default 0
);
select mutable_table('channel_masters');

create table connected_channels (
  tenant_id text not null references tenants (id),
  id text not null,
  type text not null references channel_masters (type),
  name text not null,
  url text,
  status text not null check (status in ('authorising', 'picking', 'connected', 'needs_reconnect', 'paused', 'disconnected')),
  sub_channel_info jsonb not null default '{}',
  settings jsonb not null default '{}',
  scopes text[] not null default '{}',
  connected_by text references users (id),
  connected_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('connected_channels');
select isolate_table('connected_channels');
create unique index on connected_channels (tenant_id, type, (sub_channel_info ->> 'id')) where status <> 'disconnected' and deleted_at is null;
create index on connected_channels (tenant_id, updated_at desc, id);

create table channel_credentials (
  tenant_id text not null,
  id text not null,
  channel_id text not null,
  token_info_cipher text not null,
  last4 text,
  expires_at timestamptz,
  refreshed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('channel_credentials');
select isolate_table('channel_credentials');
create index on channel_credentials (tenant_id, updated_at desc, id);

grant select on channel_masters to app;
grant select, insert, update on connected_channels to app;
grant select, insert, update, delete on channel_credentials to app;

comment on table channel_masters is 'catalogue of what can be connected';
comment on table connected_channels is 'a tenant''s account at a provider';
comment on table channel_credentials is 'tokens and keys, apart from the channel row';
