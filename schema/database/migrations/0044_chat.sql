create table chat_threads (
  tenant_id text not null references tenants (id),
  id text not null,
  user_id text not null references users (id),
  title text not null check (length(title) between 1 and 200),
  mode text not null check (mode in ('analyst', 'executor')),
  portal text not null check (portal in ('dashboard', 'dm', 'manage', 'mobile')),
  subject_type text,
  subject_id text,
  last_message_at timestamptz,
  archived_at timestamptz,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  check ((subject_type is null) = (subject_id is null))
);
select mutable_table('chat_threads');
select isolate_table('chat_threads');
select hold_subject('chat_threads');
create index on chat_threads (tenant_id, user_id, last_message_at);
create index on chat_threads (tenant_id, updated_at desc, id);

create table chat_messages (
  tenant_id text not null references tenants (id),
  id text not null,
  chat_thread_id text not null,
  role text not null check (role in ('user', 'agent', 'tool', 'system')),
  body text not null check (length(body) <= 60000),
  parts jsonb not null default '[]' check (jsonb_typeof(parts) = 'array'),
  run_id text,
  citations jsonb not null default '[]' check (jsonb_typeof(citations) = 'array'),
  status text not null check (status in ('streaming', 'done', 'failed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, chat_thread_id) references chat_threads (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (role = 'agent' or run_id is null),
  check (role <> 'user' or length(body) between 1 and 4000)
);
select mutable_table('chat_messages');
select isolate_table('chat_messages');
create index on chat_messages (tenant_id, chat_thread_id, id);
create index on chat_messages (tenant_id, run_id);
create index on chat_messages (tenant_id, updated_at desc, id);

grant select, insert, update on chat_threads, chat_messages to app;

comment on table chat_threads is 'conversation with an agent';
comment on table chat_messages is 'messages of a thread';
