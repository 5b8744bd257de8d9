create table memory_evidence (
  tenant_id text not null references tenants (id),
  id text not null,
  agent text not null references agents (name),
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,59}$'),
  point text not null check (length(point) between 1 and 200),
  lesson text not null check (length(lesson) between 1 and 600),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 4096),
  source text not null check (source in ('edit', 'accepted', 'rejected')),
  subject_type text not null,
  subject_id text not null,
  version integer not null check (version >= 0),
  learned_at timestamptz not null,
  forgotten_at timestamptz,
  forgotten_by text check (forgotten_by ~ '^[a-z]+:'),
  primary key (tenant_id, id),
  check ((forgotten_at is null) = (forgotten_by is null))
);
select mutable_table('memory_evidence');
select isolate_table('memory_evidence');
select hold_subject('memory_evidence');
create unique index on memory_evidence (tenant_id, agent, key, point, subject_type, subject_id);
create index on memory_evidence (tenant_id, subject_type, subject_id);
create index on memory_evidence (tenant_id, updated_at desc, id);
grant select, insert, update, delete on memory_evidence to app;
comment on table memory_evidence is 'what each edit and decision taught an agent; a memory is composed of it';

-- A word that people take out everywhere is a kind of edit of its own.
alter table edit_examples drop constraint edit_examples_category_check;
alter table edit_examples add constraint edit_examples_category_check check (category in ('tone', 'fact', 'structure', 'length', 'forbidden_word', 'seo', 'format', 'other')) not valid;
