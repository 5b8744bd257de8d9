-- Ways into one tenant without a session. The clear part of each token names the tenant, so the look-up of the hash runs inside it.

create table api_keys (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 1 and 80),
  prefix text not null check (prefix in ('lm_live', 'lm_test')),
  key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
  last4 text not null check (length(last4) = 4),
  scopes text[] not null check (cardinality(scopes) between 1 and 40),
  allowed_ips text[] not null default '{}' check (cardinality(allowed_ips) <= 20),
  rate_per_minute integer not null default 600 check (rate_per_minute between 1 and 6000),
  last_used_at timestamptz,
  expires_at timestamptz,
  rotated_from text,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key_hash),
  foreign key (tenant_id, rotated_from) references api_keys (tenant_id, id)
);
select mutable_table('api_keys');
select isolate_table('api_keys');
create index on api_keys (tenant_id, rotated_from);
create index on api_keys (tenant_id, updated_at desc, id);

create table agent_keys (
  tenant_id text not null references tenants (id),
  id text not null,
  agent text not null references agents (name),
  name text not null check (length(name) between 1 and 80),
  key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
  prefix text not null default 'lm_agent' check (prefix = 'lm_agent'),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key_hash)
);
select mutable_table('agent_keys');
select isolate_table('agent_keys');
create index on agent_keys (tenant_id, agent);
create index on agent_keys (tenant_id, updated_at desc, id);

create table approval_links (
  tenant_id text not null references tenants (id),
  id text not null,
  approval_id text not null,
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  contact_name text not null check (length(contact_name) between 1 and 120),
  contact_email text not null check (length(contact_email) between 3 and 254),
  can_decide boolean not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  open_count integer not null default 0 check (open_count >= 0),
  last_ip text,
  verified_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id)
);
select mutable_table('approval_links');
select isolate_table('approval_links');
create index on approval_links (tenant_id, approval_id);
create index on approval_links (tenant_id, updated_at desc, id);

grant select, insert, update on api_keys, agent_keys, approval_links to app;

comment on table api_keys is 'machine access to the public API; the key is stored as SHA-256 only';
comment on table agent_keys is 'credential of an external agent; the key is stored as SHA-256 only';
comment on table approval_links is 'passwordless link of a client to one subject; the token is stored as SHA-256 only';
