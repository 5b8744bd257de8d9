create index concurrently if not exists activities_tenant_id_request_id_idx on activities (tenant_id, request_id);
