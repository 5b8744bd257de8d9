create index concurrently if not exists credit_ledger_consumed_idx on credit_ledger (created_at, tenant_id) where type = 'consumed';
