create table credit_rates (
  id text primary key,
  key text not null,
  credits integer not null check (credits >= 0),
  unit text not null check (unit in ('run', 'image', 'video', 'email', 'item', 'batch', 'turn')),
  valid_from date not null,
  unique (key, valid_from)
);
select mutable_table('credit_rates');

create table credit_balances (
  tenant_id text not null references tenants (id),
  id text not null,
  monthly integer not null check (monthly >= 0),
  available integer not null,
  topup integer not null default 0 check (topup >= 0),
  reserved integer not null default 0,
  consumed integer not null default 0 check (consumed >= 0),
  period_start timestamptz not null,
  period_end timestamptz not null,
  next_reset_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id),
  check (available >= reserved and reserved >= 0)
);
select mutable_table('credit_balances');
select isolate_table('credit_balances');
create index on credit_balances (next_reset_at);
create index on credit_balances (tenant_id, updated_at desc, id);

create table credit_reservations (
  tenant_id text not null references tenants (id),
  id text not null,
  rate_key text not null,
  amount integer not null check (amount >= 0),
  status text not null check (status in ('held', 'consumed', 'released')),
  activity_id text,
  subject_type text,
  subject_id text,
  settled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id)
);
select mutable_table('credit_reservations');
select isolate_table('credit_reservations');
create unique index on credit_reservations (tenant_id, activity_id, rate_key) where status = 'held';
create index on credit_reservations (status, created_at);
create index on credit_reservations (tenant_id, updated_at desc, id);

create table credit_ledger (
  tenant_id text not null references tenants (id),
  id text not null,
  type text not null check (type in ('allocated', 'topup', 'reserved', 'consumed', 'released', 'adjusted')),
  amount integer not null,
  balance_after integer not null,
  reserved_after integer not null,
  rate_key text,
  reservation_id text,
  activity_id text,
  run_id text,
  reason text check (reason in ('expired', 'correction', 'goodwill', 'plan_change', 'other')),
  note text,
  primary key (tenant_id, id),
  unique (tenant_id, reservation_id, type),
  foreign key (tenant_id, reservation_id) references credit_reservations (tenant_id, id),
  foreign key (tenant_id, activity_id) references activities (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('credit_ledger');
select isolate_table('credit_ledger');
create index on credit_ledger (tenant_id, created_at);
create index on credit_ledger (tenant_id, activity_id);
create index on credit_ledger (tenant_id, run_id);

create table money_balances (
  tenant_id text not null references tenants (id),
  id text not null,
  month date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cap_minor bigint not null check (cap_minor >= 0),
  spent_minor bigint not null default 0 check (spent_minor >= 0),
  reserved_minor bigint not null default 0 check (reserved_minor >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, month)
);
select mutable_table('money_balances');
select isolate_table('money_balances');
create index on money_balances (tenant_id, updated_at desc, id);

create table money_ledger (
  tenant_id text not null references tenants (id),
  id text not null,
  month date not null,
  type text not null check (type in ('reserved', 'settled', 'released', 'adjusted')),
  amount_minor bigint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  run_id text,
  note text,
  primary key (tenant_id, id),
  unique (tenant_id, run_id, type),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('money_ledger');
select isolate_table('money_ledger');
create index on money_ledger (tenant_id, month);

grant select on credit_rates to app;
grant select, insert, update on credit_balances, credit_reservations, money_balances to app;
grant select, insert on credit_ledger, money_ledger to app;

comment on table credit_rates is 'price of each kind of run';
comment on table credit_balances is 'one row; effective = available - reserved';
comment on table credit_reservations is 'open holds';
comment on table credit_ledger is 'source of truth of credits';
comment on table money_balances is 'provider cost against the cap';
comment on table money_ledger is 'double entry of provider cost';

-- The platform role bypasses row-level security; it is held only by the relay, platform clocks and the seed.
grant select, insert, update, delete on all tables in schema public to platform;
grant usage, select on all sequences in schema public to platform;
alter default privileges in schema public grant select, insert, update, delete on tables to platform;
