create index concurrently if not exists activity_templates_agent_idx on activity_templates (agent);
create index concurrently if not exists credit_reservations_tenant_id_activity_id_idx on credit_reservations (tenant_id, activity_id);
