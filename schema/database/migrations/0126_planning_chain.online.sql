create index concurrently if not exists activities_tenant_id_plan_month_id_idx on activities (tenant_id, plan_month_id);
