-- Work that comes round by itself beside the plan: what of it a client wants, and what became of each turn.
alter table tenant_settings
  add column keyword_research_monthly boolean not null default true,
  add column site_audit_monthly boolean not null default true,
  add column backlink_research_monthly boolean not null default true;

create table routine_turns (
  tenant_id text not null references tenants (id),
  id text not null,
  routine text not null check (routine in ('keyword_research', 'site_audit', 'gbp_posts', 'backlink_research', 'content_audit', 'listings')),
  period text not null check (period ~ '^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$'),
  outcome text not null check (outcome in ('ordered', 'covered', 'nothing', 'waiting')),
  reason text check (length(reason) <= 500),
  primary key (tenant_id, id),
  unique (tenant_id, routine, period)
);
select mutable_table('routine_turns');
select isolate_table('routine_turns');
create index on routine_turns (tenant_id, updated_at desc, id);
grant select, insert, update on routine_turns to app;
comment on table routine_turns is 'what became of regular work in each of its periods';
