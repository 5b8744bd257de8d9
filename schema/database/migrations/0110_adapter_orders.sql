-- Which adapters a tier tries, one after the other, and how an adapter's key ends.

alter table adapters
  add column key_last4 text;

create table adapter_orders (
  id text primary key,
  tier text not null unique check (tier in ('cheap', 'standard', 'expensive')),
  adapter_names text[] not null check (cardinality(adapter_names) between 1 and 20)
);
select mutable_table('adapter_orders');

grant select on adapter_orders to app;

comment on table adapter_orders is 'which adapters a tier tries, in order';
