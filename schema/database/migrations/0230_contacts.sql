-- Readers of the newsletter, leads and customers are one list of people.
alter table contacts
  add column source text not null default 'lead',
  add column is_subscriber boolean not null default false,
  add column subscribed_at timestamptz,
  add column unsubscribed_at timestamptz,
  add column consent jsonb not null default '{}',
  add column tags text[] not null default '{}';
alter table contacts
  add constraint contacts_source_check check (source in ('lead', 'manual', 'import')) not valid,
  add constraint contacts_subscriber_check check (not is_subscriber or (email is not null and subscribed_at is not null and unsubscribed_at is null)) not valid,
  add constraint contacts_consent_check check (jsonb_typeof(consent) = 'object' and octet_length(consent::text) <= 8192) not valid,
  add constraint contacts_tags_check check (cardinality(tags) <= 30) not valid;

-- The version before writes readers into a table of their own while this one comes up.
create function reader_to_contact() returns trigger language plpgsql as $$
begin
  if current_user = 'app' and not new.tenant_id = any(current_tenants()) then return new; end if;
  insert into contacts (tenant_id, id, email, first_name, type, source, is_subscriber, subscribed_at, unsubscribed_at)
  values (new.tenant_id, 'con_' || substr(new.id, 5), new.email, new.first_name,
    case new.kind when 'customer' then 'customer' when 'lead' then 'lead' else 'prospect' end, 'manual',
    new.unsubscribed_at is null, new.subscribed_at, new.unsubscribed_at)
  on conflict (tenant_id, email) where deleted_at is null do update set
    is_subscriber = excluded.is_subscriber, subscribed_at = excluded.subscribed_at,
    unsubscribed_at = excluded.unsubscribed_at, first_name = coalesce(contacts.first_name, excluded.first_name);
  return new;
end
$$;
create trigger contact after insert or update on newsletter_subscribers for each row execute function reader_to_contact();

create table contact_segments (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null check (length(name) between 1 and 80),
  filter jsonb not null check (jsonb_typeof(filter) = 'object' and octet_length(filter::text) <= 8192),
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id)
);
select mutable_table('contact_segments');
select isolate_table('contact_segments');
create unique index on contact_segments (tenant_id, name) where deleted_at is null;
create index on contact_segments (tenant_id, updated_at desc, id);
grant select, insert, update on contact_segments to app;
comment on table contact_segments is 'saved filters over the people of a tenant';

-- When a mail of a campaign is due, when it left, and what ended the row of mails to its reader.
alter table campaign_emails
  add column contact_id text,
  add column send_at timestamptz,
  add column sent_at timestamptz,
  add column stop_reason text;
alter table campaign_emails
  add constraint campaign_emails_contact_id_fkey foreign key (tenant_id, contact_id) references contacts (tenant_id, id) not valid,
  add constraint campaign_emails_stop_reason_check check (stop_reason in ('replied', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'ended')) not valid;

alter table lead_activities
  drop constraint lead_activities_type_check,
  add constraint lead_activities_type_check check (type in ('note', 'call', 'meeting', 'task_created', 'email_sent', 'email_received', 'email_bounced', 'unsubscribed', 'form_submitted', 'status_change', 'assigned', 'imported', 'enrichment')) not valid;

-- When somebody who was written to answered.
alter table backlinks
  add column responded_at timestamptz;
