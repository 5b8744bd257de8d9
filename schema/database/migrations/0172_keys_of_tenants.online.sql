create index concurrently if not exists action_items_tenant_id_assignee_user_id_idx on action_items (tenant_id, assignee_user_id);
create index concurrently if not exists backlinks_tenant_id_directory_id_idx on backlinks (tenant_id, directory_id);
