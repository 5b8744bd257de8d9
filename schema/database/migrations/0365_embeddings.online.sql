create unique index concurrently if not exists spend_holds_work_idx on spend_holds (tenant_id, work_id, call_id) where work_id is not null;
