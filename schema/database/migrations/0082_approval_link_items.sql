-- A signed link carries one approval or a bundle of them, all of the same tenant.
create table approval_link_items (
  tenant_id text not null references tenants (id),
  approval_link_id text not null,
  approval_id text not null,
  primary key (tenant_id, approval_link_id, approval_id),
  foreign key (tenant_id, approval_link_id) references approval_links (tenant_id, id),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id)
);
select append_only_table('approval_link_items');
select isolate_table('approval_link_items');
create index on approval_link_items (tenant_id, approval_id);

grant select, insert on approval_link_items to app;

comment on table approval_link_items is 'what a signed link is about; the approval it was made at is among them';
