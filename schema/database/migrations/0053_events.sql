-- An effect, once written, stays as it was: only its delivery is noted, and it goes only after it was delivered.
create trigger append_only before update of id, tenant_id, kind, name, payload, actor, request_id, created_at on outbox
  for each row execute function refuse_change();
create trigger undelivered before delete on outbox for each row when (old.delivered_at is null) execute function refuse_change();
alter table outbox add constraint outbox_attempts_bound check (attempts >= 0) not valid;

alter table search_outbox
  drop constraint search_outbox_collection_check,
  add constraint search_outbox_collection_check check (collection in ('blogs', 'social_posts', 'landing_pages', 'newsletters', 'campaigns', 'activities', 'deliverables', 'keywords', 'backlinks', 'leads', 'contacts', 'reports', 'tenants')) not valid,
  add constraint search_outbox_attempts_bound check (attempts >= 0) not valid;

alter table tenant_events
  add column subject_type text,
  add column subject_id text,
  add constraint tenant_events_subject_pair check ((subject_type is null) = (subject_id is null)) not valid;

alter table audit_heads
  add constraint audit_heads_form check (last_seq >= 0 and last_hash ~ '^[0-9a-f]{64}$') not valid;

create table audit_checkpoints (
  id text primary key,
  chain text not null references audit_heads (chain),
  seq bigint not null check (seq >= 1),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  key_id text not null,
  signature text not null,
  s3_key text not null check (length(s3_key) <= 1024),
  unique (chain, seq)
);
select append_only_table('audit_checkpoints');

alter table idempotency_keys
  add column response_headers jsonb,
  add constraint idempotency_keys_key_bound check (length(key) between 1 and 255) not valid,
  add constraint idempotency_keys_sha256_form check (body_sha256 ~ '^[0-9a-f]{64}$') not valid,
  add constraint idempotency_keys_status_bound check (response_status between 100 and 599) not valid;

alter table dead_letters
  add column stack text,
  add constraint dead_letters_attempts_bound check (attempts >= 0) not valid,
  add constraint dead_letters_handled check ((status = 'open') = (handled_at is null)) not valid;

alter table number_sequences add constraint number_sequences_next_bound check (next >= 1) not valid;

create table external_refs (
  id text primary key,
  kind text not null check (kind in ('message', 'order', 'payment', 'subscription', 'page', 'repository', 'domain')),
  provider text not null check (length(provider) between 1 and 60),
  external_id text not null check (length(external_id) between 1 and 400),
  tenant_id text not null references tenants (id),
  subject_type text,
  subject_id text,
  unique (kind, provider, external_id),
  check ((subject_type is null) = (subject_id is null))
);
select mutable_table('external_refs');
select bound_table('external_refs');
create index on external_refs (tenant_id);

-- A tenant's work notes what it sent; finding the tenant of a callback is the platform's.
grant select, insert, delete on external_refs to app;

comment on table audit_checkpoints is 'daily signed anchor of a chain';
comment on table external_refs is 'finds the tenant of a callback that names none';
