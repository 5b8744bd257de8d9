create table webhook_endpoints (
  tenant_id text not null references tenants (id),
  id text not null,
  url text not null check (url ~ '^https://' and length(url) <= 2000),
  description text check (length(description) <= 500),
  event_types text[] not null check (cardinality(event_types) between 1 and 40) check (event_types <@ array['activity.completed', 'activity.failed', 'approval.created', 'approval.decided', 'approval.expired', 'content.approved', 'content.published', 'content.publish_failed', 'content.publish_unknown', 'campaign.status_changed', 'keyword_group.approved', 'backlink.published', 'review.received', 'review.responded', 'lead.created', 'lead.updated', 'lead.qualified', 'lead.converted', 'form.submitted', 'contact.unsubscribed', 'dataset_file.ready', 'dataset_file.failed', 'report.ready', 'goal.achieved', 'goal.missed', 'anomaly.raised', 'channel.disconnected', 'credits.threshold', 'credits.exhausted', 'invoice.created', 'invoice.paid', 'invoice.overdue', 'subscription.locked', 'subscription.unlocked', 'member.added', 'member.removed', 'webhook.test']),
  secret_cipher text not null,
  previous_secret_cipher text,
  previous_until timestamptz,
  status text not null default 'enabled' check (status in ('enabled', 'disabled')),
  disabled_reason text check (disabled_reason in ('manual', 'gone', 'failing')),
  failing_since timestamptz,
  last_success_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  check ((status = 'disabled') = (disabled_reason is not null)),
  check ((previous_secret_cipher is null) = (previous_until is null))
);
select mutable_table('webhook_endpoints');
select isolate_table('webhook_endpoints');
create unique index on webhook_endpoints (tenant_id, url) where deleted_at is null;
create index on webhook_endpoints (tenant_id, updated_at desc, id);

create table webhook_messages (
  tenant_id text not null references tenants (id),
  id text not null,
  event_type text not null check (event_type in ('activity.completed', 'activity.failed', 'approval.created', 'approval.decided', 'approval.expired', 'content.approved', 'content.published', 'content.publish_failed', 'content.publish_unknown', 'campaign.status_changed', 'keyword_group.approved', 'backlink.published', 'review.received', 'review.responded', 'lead.created', 'lead.updated', 'lead.qualified', 'lead.converted', 'form.submitted', 'contact.unsubscribed', 'dataset_file.ready', 'dataset_file.failed', 'report.ready', 'goal.achieved', 'goal.missed', 'anomaly.raised', 'channel.disconnected', 'credits.threshold', 'credits.exhausted', 'invoice.created', 'invoice.paid', 'invoice.overdue', 'subscription.locked', 'subscription.unlocked', 'member.added', 'member.removed', 'webhook.test')),
  subject_type text,
  subject_id text,
  payload jsonb not null check (jsonb_typeof(payload) = 'object' and length(payload::text) <= 20480),
  occurred_at timestamptz not null,
  primary key (tenant_id, id),
  check ((subject_type is null) = (subject_id is null))
);
select append_only_table('webhook_messages');
select isolate_table('webhook_messages');
create index on webhook_messages (tenant_id, created_at);

create table webhook_deliveries (
  tenant_id text not null references tenants (id),
  id text not null,
  webhook_message_id text not null,
  webhook_endpoint_id text not null,
  status text not null check (status in ('pending', 'delivering', 'delivered', 'retrying', 'failed', 'cancelled')),
  attempts integer not null default 0 check (attempts between 0 and 10),
  next_at timestamptz,
  last_status integer check (last_status between 100 and 599),
  last_error text check (length(last_error) <= 1000),
  last_response text check (length(last_response) <= 4096),
  duration_ms integer check (duration_ms >= 0),
  delivered_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, webhook_message_id, webhook_endpoint_id),
  foreign key (tenant_id, webhook_message_id) references webhook_messages (tenant_id, id),
  foreign key (tenant_id, webhook_endpoint_id) references webhook_endpoints (tenant_id, id),
  check ((status = 'delivered') = (delivered_at is not null))
);
select mutable_table('webhook_deliveries');
select isolate_table('webhook_deliveries');
create index on webhook_deliveries (status, next_at);
create index on webhook_deliveries (tenant_id, webhook_endpoint_id);
create index on webhook_deliveries (tenant_id, updated_at desc, id);

create table inbound_webhooks (
  id text primary key,
  provider text not null check (length(provider) between 1 and 60),
  external_id text not null check (length(external_id) between 1 and 400),
  tenant_id text references tenants (id),
  signature_ok boolean not null,
  headers jsonb not null default '{}' check (jsonb_typeof(headers) = 'object'),
  body_key text not null check (length(body_key) <= 1024),
  status text not null default 'received' check (status in ('received', 'processed', 'ignored', 'failed')),
  processed_at timestamptz,
  error_message text check (length(error_message) <= 1000),
  unique (provider, external_id),
  check ((status = 'received') = (processed_at is null))
);
select mutable_table('inbound_webhooks');
select bound_table('inbound_webhooks');
create index on inbound_webhooks (status, created_at);
create index on inbound_webhooks (tenant_id);

grant select, insert, update on webhook_endpoints, webhook_deliveries to app;
grant select, insert on webhook_messages to app;

comment on table webhook_endpoints is 'where we send events';
comment on table webhook_messages is 'an event as sent; its id is the webhook-id';
comment on table webhook_deliveries is 'one message to one endpoint';
comment on table inbound_webhooks is 'raw inbox of provider callbacks';
