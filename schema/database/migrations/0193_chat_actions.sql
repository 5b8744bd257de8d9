create table chat_actions (
  tenant_id text not null references tenants (id),
  id text not null,
  chat_thread_id text not null,
  chat_message_id text not null,
  run_id text,
  position integer not null check (position between 0 and 9),
  verb text not null check (verb in ('request_blog_post', 'cancel_request', 'plan_month', 'pause_activity', 'resume_activity', 'audit_site', 'note_lead', 'move_lead', 'draft_lead_email')),
  arguments jsonb not null check (jsonb_typeof(arguments) = 'object' and octet_length(arguments::text) <= 16384),
  summary text not null check (length(summary) between 1 and 400),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  status text not null check (status in ('proposed', 'executed', 'declined')),
  approval_id text,
  result jsonb not null default '{}' check (jsonb_typeof(result) = 'object' and octet_length(result::text) <= 16384),
  expires_at timestamptz not null,
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, chat_message_id, position),
  foreign key (tenant_id, chat_thread_id) references chat_threads (tenant_id, id),
  foreign key (tenant_id, chat_message_id) references chat_messages (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id),
  check ((status = 'proposed') = (decided_at is null)),
  check ((status = 'executed') = (approval_id is not null))
);
select mutable_table('chat_actions');
select isolate_table('chat_actions');
create index on chat_actions (tenant_id, chat_thread_id);
create index on chat_actions (tenant_id, run_id);
create index on chat_actions (tenant_id, approval_id);
create index on chat_actions (tenant_id, updated_at desc, id);
grant select, insert, update on chat_actions to app;
comment on table chat_actions is 'what an agent proposes to do for the person it talks with';
