-- Sign-up has no tenant before its last step: the sign-in role keeps it, and requests of tenants do not see it.
create table signup_sessions (
  id text primary key,
  state text not null check (state in ('step_1', 'step_2', 'step_3', 'step_4', 'payment_pending', 'complete', 'expired')),
  email citext not null check (length(email) between 3 and 254),
  first_name text not null check (length(first_name) between 2 and 50),
  last_name text not null check (length(last_name) between 2 and 50),
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  company text check (length(company) between 2 and 120),
  website_url text check (website_url ~ '^https?://' and length(website_url) <= 2000),
  industry text check (length(industry) between 2 and 60),
  tax jsonb not null default '{}' check (jsonb_typeof(tax) = 'object'),
  plan_price_id text check (length(plan_price_id) <= 60),
  billing_address jsonb check (jsonb_typeof(billing_address) = 'object'),
  terms_version text check (length(terms_version) between 1 and 20),
  gateway_order_id text check (length(gateway_order_id) <= 200),
  tenant_id text references tenants (id),
  resume_token_hash text not null unique check (resume_token_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  check (state not in ('payment_pending', 'complete') or (tenant_id is not null and terms_version is not null))
);
select mutable_table('signup_sessions');
select bound_table('signup_sessions');
create policy sign_in on signup_sessions to auth using (true) with check (true);
create unique index on signup_sessions (email) where state not in ('complete', 'expired');
create index on signup_sessions (state, expires_at);
create index on signup_sessions (tenant_id);

create table onboarding_runs (
  tenant_id text not null references tenants (id),
  id text not null,
  status text not null default 'open' check (status in ('open', 'launched', 'completed')),
  current_step text not null default 'channels' check (current_step in ('channels', 'brand_voice', 'brand_assets', 'documents', 'baseline', 'budget', 'launch')),
  launched_by text references users (id),
  launched_at timestamptz,
  completed_at timestamptz,
  reviewed_by text references users (id),
  primary key (tenant_id, id),
  check (status = 'open' or launched_at is not null),
  check ((status = 'completed') = (completed_at is not null))
);
select mutable_table('onboarding_runs');
select isolate_table('onboarding_runs');
create unique index on onboarding_runs (tenant_id) where status <> 'completed';
create index on onboarding_runs (tenant_id, launched_by);
create index on onboarding_runs (tenant_id, reviewed_by);
create index on onboarding_runs (tenant_id, updated_at desc, id);

create table onboarding_steps (
  tenant_id text not null,
  id text not null,
  onboarding_run_id text not null,
  step text not null check (step in ('channels', 'brand_voice', 'brand_assets', 'documents', 'baseline', 'budget', 'launch')),
  status text not null default 'pending' check (status in ('pending', 'done', 'skipped')),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 262144),
  done_by text references users (id),
  done_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, onboarding_run_id, step),
  check ((status = 'pending') = (done_at is null)),
  foreign key (tenant_id, onboarding_run_id) references onboarding_runs (tenant_id, id)
);
select mutable_table('onboarding_steps');
select isolate_table('onboarding_steps');
create index on onboarding_steps (tenant_id, done_by);
create index on onboarding_steps (tenant_id, updated_at desc, id);

grant select, insert, update on signup_sessions to auth;
grant select, insert, update on onboarding_runs, onboarding_steps to app;

comment on table signup_sessions is 'self-service sign-up; valid 30 days; never holds a password';
comment on table onboarding_runs is 'one pass through the wizard and the set-up chain';
comment on table onboarding_steps is 'state of each of the seven steps';
