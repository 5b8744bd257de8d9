create unique index concurrently if not exists credit_reservations_tenant_id_work_key_idx on credit_reservations (tenant_id, work_key) where status <> 'released';
create index concurrently if not exists credit_reservations_tenant_id_subject_idx on credit_reservations (tenant_id, subject_type, subject_id) where status = 'held';
create unique index concurrently if not exists credit_ledger_tenant_id_reference_idx on credit_ledger (tenant_id, reference);
create index concurrently if not exists activities_waiting_idx on activities (tenant_id, blocked_reason, id) where status = 'pending' and blocked_reason is not null;
create index concurrently if not exists agent_runs_waiting_idx on agent_runs (tenant_id, id) where status = 'queued' and waits_for_minor is not null;
create index concurrently if not exists tool_calls_created_at_idx on tool_calls (created_at, tenant_id);
create index concurrently if not exists agent_runs_created_at_idx on agent_runs (created_at, tenant_id);
