create table edit_suggestions (
  tenant_id text not null references tenants (id),
  id text not null,
  blog_post_id text not null,
  number integer not null check (number >= 1),
  post_version integer not null check (post_version >= 1),
  action text not null check (action in ('rewrite', 'simplify', 'expand', 'fix_tone', 'shorten', 'add_section', 'faq', 'custom')),
  instruction text not null check (length(instruction) between 1 and 2000),
  selection jsonb check (jsonb_typeof(selection) = 'object' and octet_length(selection::text) <= 65536),
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  scope text check (scope in ('selection', 'document')),
  replacement text check (length(replacement) between 1 and 24000),
  explanation text check (length(explanation) <= 1000),
  error_code text check (length(error_code) <= 60),
  requested_by text not null check (requested_by ~ '^[a-z]+:'),
  primary key (tenant_id, id),
  foreign key (tenant_id, blog_post_id) references blog_posts (tenant_id, id),
  check ((status = 'done') = (replacement is not null))
);
select mutable_table('edit_suggestions');
select isolate_table('edit_suggestions');
create unique index on edit_suggestions (tenant_id, blog_post_id, number);
create index on edit_suggestions (tenant_id, updated_at desc, id);
grant select, insert, update on edit_suggestions to app;
comment on table edit_suggestions is 'what the assistant suggests for a post; a person takes it over or not';
