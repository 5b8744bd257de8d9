create index concurrently if not exists action_items_assignee_user_id_idx on action_items (assignee_user_id);
