create index concurrently if not exists reports_tenant_id_report_schedule_id_idx on reports (tenant_id, report_schedule_id);
