-- What people answer to mails of campaigns. It is kept as it was said, and nothing in it is done by itself.
create table backlink_replies (
  tenant_id text not null references tenants (id),
  id text not null,
  backlink_id text,
  campaign_id text not null,
  campaign_email_id text not null,
  provider_message_id text not null check (length(provider_message_id) between 1 and 400),
  from_email text not null check (length(from_email) <= 320),
  subject text not null check (length(subject) <= 300),
  body text not null check (length(body) <= 20000),
  intent text check (intent in ('positive', 'negative', 'question', 'out_of_office')),
  received_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, campaign_email_id, provider_message_id),
  foreign key (tenant_id, backlink_id) references backlinks (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  foreign key (tenant_id, campaign_email_id) references campaign_emails (tenant_id, id)
);
select mutable_table('backlink_replies');
select isolate_table('backlink_replies');
create index on backlink_replies (tenant_id, backlink_id, received_at desc);
create index on backlink_replies (tenant_id, campaign_id, received_at desc);
create index on backlink_replies (tenant_id, updated_at desc, id);
grant select, insert on backlink_replies to app;
comment on table backlink_replies is 'answers to mails of campaigns';
