create index concurrently if not exists approvals_tenant_id_assignee_user_id_idx on approvals (tenant_id, assignee_user_id) where status = 'pending';
create index concurrently if not exists approvals_tenant_id_run_id_idx on approvals (tenant_id, run_id);
create index concurrently if not exists blog_requests_tenant_id_deliverable_id_idx on blog_requests (tenant_id, deliverable_id);
create index concurrently if not exists content_briefs_tenant_id_deliverable_id_idx on content_briefs (tenant_id, deliverable_id);
create unique index concurrently if not exists blog_posts_slug on blog_posts (tenant_id, slug) where deleted_at is null;
create index concurrently if not exists blog_posts_tenant_id_deliverable_id_idx on blog_posts (tenant_id, deliverable_id);
create index concurrently if not exists blog_posts_tenant_id_hero_media_id_idx on blog_posts (tenant_id, hero_media_id);
create index concurrently if not exists blog_posts_tenant_id_repurposed_from_idx on blog_posts (tenant_id, repurposed_from);
create index concurrently if not exists datasets_tenant_id_embedding_model_id_idx on datasets (tenant_id, embedding_model_id);
