create table notifications (
  tenant_id text not null references tenants (id),
  id text not null,
  user_id text not null references users (id),
  event text not null,
  title text not null,
  body text not null,
  link text,
  subject_type text,
  subject_id text,
  risk text check (risk in ('low', 'medium', 'high')),
  read_at timestamptz,
  primary key (tenant_id, id)
);
select mutable_table('notifications');
select isolate_table('notifications');
create index on notifications (user_id, read_at, created_at desc);
create index on notifications (tenant_id, updated_at desc, id);

create table notification_deliveries (
  tenant_id text not null references tenants (id),
  id text not null,
  event text not null,
  user_id text references users (id),
  address text not null,
  channel text not null check (channel in ('email', 'sms', 'whatsapp', 'telegram', 'push', 'web')),
  template_slug text not null,
  provider text,
  status text not null check (status in ('queued', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'complained', 'failed', 'skipped', 'deferred', 'batched')),
  reason text check (reason in ('no_access', 'preference_off', 'risk_too_low', 'plan', 'no_address', 'unverified', 'suppressed', 'duplicate', 'dev_filter', 'no_provider', 'template_missing', 'template_error', 'provider_error', 'nothing_to_report', 'sender_paused')),
  risk text check (risk in ('low', 'medium', 'high')),
  dedupe_key text not null,
  data jsonb not null default '{}',
  link text,
  subject_type text,
  subject_id text,
  notification_id text,
  message_id text,
  attempts integer not null default 0,
  error_message text,
  sent_at timestamptz,
  final_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, message_id),
  unique (tenant_id, dedupe_key),
  foreign key (tenant_id, notification_id) references notifications (tenant_id, id)
);
select mutable_table('notification_deliveries');
select isolate_table('notification_deliveries');
create index on notification_deliveries (tenant_id, user_id, created_at);
create index on notification_deliveries (tenant_id, event, created_at);
create index on notification_deliveries (tenant_id, notification_id);
create index on notification_deliveries (status);
create index on notification_deliveries (tenant_id, updated_at desc, id);

create table email_templates (
  id text primary key,
  slug text not null,
  locale text not null,
  subject text not null check (length(subject) between 1 and 150),
  html_body text not null,
  text_body text,
  variables text[] not null default '{}',
  version integer not null default 1,
  unique (slug, locale)
);
select mutable_table('email_templates');

create table channel_texts (
  id text primary key,
  event text not null,
  channel text not null check (channel in ('sms', 'whatsapp', 'telegram', 'push', 'web')),
  locale text not null,
  title text not null,
  body text not null,
  version integer not null default 1,
  unique (event, channel, locale)
);
select mutable_table('channel_texts');

grant select, insert, update on notifications, notification_deliveries to app;
grant select on email_templates, channel_texts to app;

comment on table notifications is 'one thing told to one person in the portal';
comment on table notification_deliveries is 'ledger: one row per event, person and channel considered, and why it was or was not sent';
comment on table email_templates is 'platform mail texts';
comment on table channel_texts is 'short texts; falls back to en';
