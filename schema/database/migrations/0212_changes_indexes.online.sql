create index concurrently if not exists recommendation_batches_tenant_id_ad_copy_id_idx on recommendation_batches (tenant_id, ad_copy_id);
create index concurrently if not exists recommendation_batches_tenant_id_undo_of_idx on recommendation_batches (tenant_id, undo_of);
