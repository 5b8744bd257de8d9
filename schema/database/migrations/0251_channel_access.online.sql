create index concurrently if not exists channel_credentials_grantor_idx on channel_credentials (grantor);
create index concurrently if not exists channel_credentials_tenant_id_expires_at_idx on channel_credentials (tenant_id, expires_at);
