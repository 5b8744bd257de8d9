-- Gives way before the second after which PostgreSQL looks for deadlocks, so that it is never traffic that is refused.
set local lock_timeout = '200ms';

-- Every movement of credits is one row from one account to another; the row moves the balance itself and must agree with what the
-- writer thought the balance to be. Rows without accounts are of a version that moves the balance beside its row.
alter table credit_ledger
  add column from_account text,
  add column to_account text,
  add column topup integer not null default 0,
  add column reference text,
  drop constraint credit_ledger_type_check,
  add constraint credit_ledger_type_check check (type in ('allocated', 'topup', 'reserved', 'consumed', 'released', 'adjusted', 'closed')) not valid,
  add constraint credit_ledger_from_account_check check (from_account in ('platform', 'free', 'held', 'consumed', 'expired', 'past')) not valid,
  add constraint credit_ledger_to_account_check check (to_account in ('platform', 'free', 'held', 'consumed', 'expired', 'past')) not valid,
  add constraint credit_ledger_accounts_differ check (from_account is distinct from to_account or from_account is null) not valid,
  add constraint credit_ledger_moves check (from_account is null or amount <> 0) not valid;
comment on column credit_ledger.amount is 'Hundredths, signed as the type wants it; what moves is its absolute value';
comment on column credit_ledger.topup is 'Change of the part of the balance that was bought';
comment on column credit_ledger.reference is 'What a movement from outside stands for, once: the order of a top-up';

create function post_credits() returns trigger language plpgsql security definer set search_path = public as $$
declare
  moved integer := abs(new.amount);
  seen text := coalesce(current_setting('app.tenants', true), '');
  balance credit_balances;
begin
  if new.from_account is null then
    return null;
  end if;
  -- Whoever wrote the entry was let; its balance is moved whatever else they see.
  perform set_config('app.tenants', new.tenant_id, true);
  update credit_balances set
    available = available + moved * ((new.to_account in ('free', 'held'))::integer - (new.from_account in ('free', 'held'))::integer),
    reserved = reserved + moved * ((new.to_account = 'held')::integer - (new.from_account = 'held')::integer),
    consumed = consumed + moved * ((new.to_account = 'consumed')::integer - (new.from_account = 'consumed')::integer),
    topup = topup + new.topup
  where tenant_id = new.tenant_id returning * into balance;
  perform set_config('app.tenants', seen, true);
  if balance.id is null then
    raise exception 'credits of % were moved, which has no balance', new.tenant_id using errcode = 'foreign_key_violation';
  end if;
  if (balance.available, balance.reserved) is distinct from (new.balance_after, new.reserved_after) then
    raise exception 'the entry % says %, % of a balance of %, %', new.id, new.balance_after, new.reserved_after, balance.available, balance.reserved
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger post after insert on credit_ledger for each row execute function post_credits();

alter table credit_balances
  add column thresholds_sent integer[] not null default '{}',
  add constraint credit_balances_topup_part check (topup <= available) not valid;
comment on column credit_balances.thresholds_sent is 'Per cent of the period people were told of';

alter table credit_reservations add column work_key text;
comment on column credit_reservations.work_key is 'One charge: work, rate and version. Held or consumed once';

-- Provider cost: held in whole minor units before each call, measured after it, settled when the run ends.
create table spend_balances (
  tenant_id text not null references tenants (id),
  id text not null,
  month date not null check (extract(day from month) = 1),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cap_minor bigint not null check (cap_minor >= 0),
  held_minor bigint not null default 0 check (held_minor >= 0),
  spent_minor bigint not null default 0 check (spent_minor >= 0),
  thresholds_sent integer[] not null default '{}',
  primary key (tenant_id, id),
  unique (tenant_id, month)
);
select mutable_table('spend_balances');
select isolate_table('spend_balances');
create index on spend_balances (tenant_id, updated_at desc, id);

create table spend_holds (
  tenant_id text not null references tenants (id),
  id text not null,
  run_id text not null,
  call_id text not null,
  day date not null,
  amount_minor bigint not null check (amount_minor >= 0),
  cost_micros bigint check (cost_micros >= 0),
  status text not null check (status in ('held', 'measured', 'settled')),
  primary key (tenant_id, id),
  unique (tenant_id, run_id, call_id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (status <> 'measured' or cost_micros is not null)
);
select mutable_table('spend_holds');
select isolate_table('spend_holds');
create index on spend_holds (tenant_id, updated_at desc, id);
create index on spend_holds (created_at) where status <> 'settled';

create table spend_ledger (
  tenant_id text not null references tenants (id),
  id text not null,
  month date not null check (extract(day from month) = 1),
  day date not null,
  type text not null check (type in ('reserved', 'settled', 'released')),
  from_account text not null check (from_account in ('budget', 'held', 'spent')),
  to_account text not null check (to_account in ('budget', 'held', 'spent')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  run_id text not null,
  hold_id text,
  note text,
  primary key (tenant_id, id),
  foreign key (tenant_id, month) references spend_balances (tenant_id, month),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  foreign key (tenant_id, hold_id) references spend_holds (tenant_id, id),
  check (from_account <> to_account)
);
select append_only_table('spend_ledger');
select isolate_table('spend_ledger');
create index on spend_ledger (tenant_id, month);
create index on spend_ledger (tenant_id, run_id);
create index on spend_ledger (tenant_id, hold_id);

-- What all tenants together have held or spent of a day.
create table platform_spend_days (
  day date primary key,
  committed_minor bigint not null default 0 check (committed_minor >= 0)
);
select mutable_table('platform_spend_days');

create function post_spending() returns trigger language plpgsql security definer set search_path = public as $$
declare seen text := coalesce(current_setting('app.tenants', true), '');
begin
  perform set_config('app.tenants', new.tenant_id, true);
  update spend_balances set
    held_minor = held_minor + new.amount_minor * ((new.to_account = 'held')::integer - (new.from_account = 'held')::integer),
    spent_minor = spent_minor + new.amount_minor * ((new.to_account = 'spent')::integer - (new.from_account = 'spent')::integer)
  where tenant_id = new.tenant_id and month = new.month;
  if not found then
    perform set_config('app.tenants', seen, true);
    raise exception 'money of % was moved in %, which has no balance', new.tenant_id, new.month using errcode = 'restrict_violation';
  end if;
  perform set_config('app.tenants', seen, true);
  if new.to_account = 'budget' then
    update platform_spend_days set committed_minor = greatest(0, committed_minor - new.amount_minor) where day = new.day;
  end if;
  return null;
end $$;
create trigger post after insert on spend_ledger for each row execute function post_spending();

create function keep_to_ledger() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() = 1 and (new.held_minor, new.spent_minor) is distinct from (old.held_minor, old.spent_minor) then
    raise exception 'a balance of money is moved by its ledger only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_to_ledger before update on spend_balances for each row execute function keep_to_ledger();

-- Takes an amount of a day's budget of the whole platform, unless that would pass the cap. A call that is being made is not stopped.
create function take_platform_budget(on_day date, amount_minor bigint, is_forced boolean) returns boolean
language plpgsql security definer set search_path = public as $$
declare cap bigint;
begin
  if amount_minor < 0 then
    raise exception 'a budget is taken, not given' using errcode = 'check_violation';
  end if;
  select (value #>> '{}')::bigint into cap from platform_settings where key = 'spend.day_cap_minor';
  insert into platform_spend_days (day) values (on_day) on conflict (day) do nothing;
  update platform_spend_days d set committed_minor = d.committed_minor + $2
    where d.day = on_day and (is_forced or cap is null or d.committed_minor + $2 <= cap);
  return found;
end $$;
revoke all on function take_platform_budget from public;
grant execute on function take_platform_budget to app, platform;

-- What is left of a day's budget of the platform; null without a cap.
create function platform_budget_left(on_day date) returns bigint language sql stable security definer set search_path = public as $$
  select (value #>> '{}')::bigint - coalesce((select committed_minor from platform_spend_days where day = on_day), 0)
  from platform_settings where key = 'spend.day_cap_minor'
$$;
revoke all on function platform_budget_left from public;
grant execute on function platform_budget_left to app, platform;

alter table agent_runs
  add column waits_for_minor bigint,
  add constraint agent_runs_waits_check check (waits_for_minor >= 0) not valid;
comment on column agent_runs.waits_for_minor is 'A run that waits for money: what its next call may cost';

alter table tool_calls
  add column cost_micros bigint not null default 0,
  add column currency text not null default 'USD',
  add constraint tool_calls_cost_check check (cost_micros >= 0) not valid,
  add constraint tool_calls_currency_check check (currency ~ '^[A-Z]{3}$') not valid;

alter table model_prices
  add column usd_rate double precision not null default 1,
  add constraint model_prices_usd_rate_check check (usd_rate > 0 and usd_rate < 1000000) not valid,
  add constraint model_prices_usd_check check (currency <> 'USD' or usd_rate = 1) not valid;
comment on column model_prices.usd_rate is 'US dollars for one unit of the currency when the price began: caps are kept in US dollars';

alter table agent_configs
  add column failures_at timestamptz[] not null default '{}',
  add column broken_until timestamptz,
  add column trial_run_id text;
comment on column agent_configs.broken_until is 'The breaker of the agent is open until then; afterwards one run tries';

grant select, insert, update on spend_balances, spend_holds to app;
grant select, insert on spend_ledger to app;

comment on table spend_balances is 'provider cost against the cap, moved by its ledger alone';
comment on table spend_holds is 'what one call may cost, and what it did';
comment on table spend_ledger is 'double entry of provider cost';
comment on table platform_spend_days is 'provider cost of a day over all tenants';
