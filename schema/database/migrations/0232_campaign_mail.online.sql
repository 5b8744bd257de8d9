create index concurrently if not exists campaign_emails_tenant_id_contact_id_idx on campaign_emails (tenant_id, contact_id);
create index concurrently if not exists campaign_emails_tenant_id_send_at_idx on campaign_emails (tenant_id, send_at);
