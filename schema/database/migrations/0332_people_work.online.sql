create index concurrently if not exists activities_campaign_id_idx on activities (tenant_id, campaign_id);
create index concurrently if not exists deliverable_templates_assignee_user_id_idx on deliverable_templates (tenant_id, assignee_user_id);
