alter table embedding_models
  add constraint embedding_models_tokens_bound check (max_input_tokens between 64 and 100000) not valid;

alter table datasets
  add constraint datasets_name_bound check (length(name) between 1 and 120) not valid,
  add constraint datasets_counts_bound check (file_count >= 0 and chunk_count >= 0 and bytes >= 0) not valid;

alter table dataset_files
  add constraint dataset_files_counts_bound check (generation >= 0 and chunk_count >= 0 and tokens >= 0 and bytes >= 0) not valid,
  add constraint dataset_files_importance_bound check (importance between 0 and 1) not valid;

alter table dataset_chunks
  add constraint dataset_chunks_bounds check (generation >= 0 and seq >= 0 and tokens >= 0 and term_count >= 0 and page >= 1 and start_offset >= 0 and end_offset >= start_offset) not valid,
  add constraint dataset_chunks_sha256_form check (sha256 ~ '^[0-9a-f]{64}$') not valid;

alter table ingest_jobs
  add constraint ingest_jobs_counts_bound check (total >= 0 and done_count >= 0 and failed_count >= 0) not valid;

create table dataset_crawls (
  tenant_id text not null references tenants (id),
  id text not null,
  dataset_id text not null,
  start_url text not null check (start_url ~ '^https?://' and length(start_url) <= 2000),
  max_pages integer not null default 100 check (max_pages between 1 and 1000),
  max_depth integer not null default 3 check (max_depth between 0 and 10),
  schedule text not null default 'manual' check (schedule in ('weekly', 'monthly', 'manual')),
  next_run_at timestamptz,
  last_job_id text,
  enabled boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, dataset_id, start_url),
  foreign key (tenant_id, dataset_id) references datasets (tenant_id, id),
  foreign key (tenant_id, last_job_id) references ingest_jobs (tenant_id, id),
  check (schedule <> 'manual' or next_run_at is null)
);
select mutable_table('dataset_crawls');
select isolate_table('dataset_crawls');
create index on dataset_crawls (next_run_at) where enabled;
create index on dataset_crawls (tenant_id, last_job_id);
create index on dataset_crawls (tenant_id, updated_at desc, id);

grant select, insert, update, delete on dataset_crawls to app;

comment on table dataset_crawls is 'crawl that feeds a dataset';
