create table newsletter_subscribers (
  tenant_id text not null references tenants (id),
  id text not null,
  email text not null check (length(email) between 3 and 254 and email = lower(email)),
  first_name text check (length(first_name) <= 80),
  kind text not null check (kind in ('lead', 'customer', 'other')),
  subscribed_at timestamptz not null default now(),
  unsubscribed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
select mutable_table('newsletter_subscribers');
select isolate_table('newsletter_subscribers');
create index on newsletter_subscribers (tenant_id, updated_at desc, id);

create table suppressions (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('email', 'phone')),
  address_sha256 text not null check (address_sha256 ~ '^[0-9a-f]{64}$'),
  address text check (length(address) between 3 and 254),
  reason text not null check (reason in ('bounce', 'complaint', 'unsubscribe', 'manual', 'invalid', 'erased')),
  source text not null check (length(source) between 1 and 120),
  until timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, kind, address_sha256)
);
select mutable_table('suppressions');
select isolate_table('suppressions');
create index on suppressions (tenant_id, updated_at desc, id);

grant select, insert, update on newsletter_subscribers to app;
grant select, insert, update, delete on suppressions to app;
comment on table newsletter_subscribers is 'who asked for the newsletter';
comment on table suppressions is 'addresses never written to';
