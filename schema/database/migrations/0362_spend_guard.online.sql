create index concurrently if not exists recommendation_batches_tenant_id_mapping_id_idx on recommendation_batches (tenant_id, mapping_id);
