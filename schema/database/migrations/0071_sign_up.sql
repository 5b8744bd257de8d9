-- The sign-in role makes a tenant when somebody signs up, and a member when an invitation is taken up: within the one tenant that
-- its transaction names, by the same policy that holds everybody else.
alter table billing_profiles
  add column plan_price_id text,
  add column custom_plan jsonb;

grant insert, update on tenants to auth;
grant insert, update, delete on tenant_members to auth;
grant insert on tenant_settings, billing_profiles, contracts, connected_channels, credit_ledger to auth;
grant select, insert on datasets, credit_balances to auth;
grant select, update on invitations to auth;
grant select on embedding_models to auth;

-- Reminders of a sign-up belong to no tenant.
create policy sign_up on scheduled_tasks to auth using (tenant_id is null) with check (tenant_id is null);
grant select, insert, update on scheduled_tasks to auth;

comment on column billing_profiles.plan_price_id is 'what was ordered, as the price list names it';
comment on column billing_profiles.custom_plan is 'a plan that is sold to this tenant only: name, price, cycle';

-- The sign-in role asks it of every tenant, and it sees all tenants but not their settings.
alter table tenants add column second_factor_required boolean not null default false;
-- contract: no version has read the column yet
alter table tenant_settings drop column second_factor_required;

comment on column tenants.second_factor_required is 'the tenant''s people need a second factor to sign in';

-- Whoever works here already does so under terms agreed before the product asked for them.
update tenants set contract_accepted_at = now() where contract_accepted_at is null;
