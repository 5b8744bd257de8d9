create table embedding_models (
  id text primary key,
  name text not null unique,
  adapter text not null,
  dimensions integer not null check (dimensions between 8 and 8192),
  max_input_tokens integer not null,
  collection text not null,
  local boolean not null,
  active boolean not null default true
);
select mutable_table('embedding_models');

create table datasets (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null,
  kind text not null check (kind in ('client_documents', 'website_content', 'published_content', 'competitor_research', 'custom')),
  embedding_model_id text not null references embedding_models (id),
  chunk_tokens integer not null default 512 check (chunk_tokens between 128 and 1024),
  overlap_pct integer not null default 12 check (overlap_pct between 0 and 25),
  parser text not null default 'standard' check (parser in ('standard', 'layout')),
  top_k integer not null default 8 check (top_k between 3 and 20),
  dense_weight double precision not null default 0.6 check (dense_weight between 0 and 1),
  trust text not null check (trust in ('own', 'site', 'third_party')),
  visibility text not null default 'tenant' check (visibility in ('tenant', 'tenant_read', 'dm')),
  enabled boolean not null default true,
  retrieval_version text not null default '1',
  file_count integer not null default 0,
  chunk_count integer not null default 0,
  bytes bigint not null default 0,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select mutable_table('datasets');
select isolate_table('datasets');
create unique index on datasets (tenant_id, kind) where kind <> 'custom';
create index on datasets (tenant_id, updated_at desc, id);

create table dataset_files (
  tenant_id text not null references tenants (id),
  id text not null,
  dataset_id text not null,
  source text not null check (source in ('upload', 'crawl', 'published', 'agent', 'api')),
  doc_kind text not null check (doc_kind in ('brand_voice', 'context', 'landing_page', 'competitor', 'blog', 'document', 'web_page')),
  title text not null,
  file_name text,
  url text,
  mime text not null,
  bytes bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  s3_key text not null,
  language text,
  status text not null check (status in ('queued', 'processing', 'ready', 'failed', 'disabled', 'deleted')),
  stage text check (stage in ('parsing', 'chunking', 'embedding')),
  error_code text check (error_code in ('unsupported', 'encrypted', 'empty', 'too_large', 'corrupt', 'embed_error')),
  generation integer not null default 0,
  next_generation integer not null default 1,
  chunk_count integer not null default 0,
  tokens integer not null default 0,
  importance double precision not null,
  trust text not null check (trust in ('own', 'site', 'third_party')),
  source_at timestamptz,
  indexed_at timestamptz,
  flags text[] not null default '{}',
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, dataset_id) references datasets (tenant_id, id)
);
select mutable_table('dataset_files');
select isolate_table('dataset_files');
create unique index on dataset_files (tenant_id, dataset_id, sha256) where status <> 'deleted';
create index on dataset_files (tenant_id, dataset_id, status);
create index on dataset_files (tenant_id, updated_at desc, id);

create table dataset_chunks (
  tenant_id text not null,
  id text not null,
  dataset_id text not null,
  dataset_file_id text not null,
  generation integer not null,
  seq integer not null,
  heading_path text,
  text text not null,
  start_offset integer not null,
  end_offset integer not null,
  page integer,
  tokens integer not null,
  term_count integer not null,
  sha256 text not null,
  point_id uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, dataset_file_id, generation, seq),
  unique (tenant_id, point_id),
  foreign key (tenant_id, dataset_id) references datasets (tenant_id, id),
  foreign key (tenant_id, dataset_file_id) references dataset_files (tenant_id, id)
);
select mutable_table('dataset_chunks');
select isolate_table('dataset_chunks');
create index on dataset_chunks (tenant_id, dataset_id);
create index on dataset_chunks (tenant_id, updated_at desc, id);

create table dataset_terms (
  tenant_id text not null,
  dataset_id text not null,
  term text not null,
  dataset_chunk_id text not null,
  tf integer not null check (tf > 0),
  primary key (tenant_id, dataset_id, term, dataset_chunk_id),
  foreign key (tenant_id, dataset_chunk_id) references dataset_chunks (tenant_id, id) on delete cascade
);
select isolate_table('dataset_terms');
create index on dataset_terms (tenant_id, dataset_chunk_id);

create table ingest_jobs (
  tenant_id text not null references tenants (id),
  id text not null,
  dataset_id text not null,
  dataset_file_id text,
  kind text not null check (kind in ('file', 'reindex', 'clear', 'crawl')),
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  total integer not null default 0,
  done_count integer not null default 0,
  failed_count integer not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  error_code text,
  primary key (tenant_id, id),
  foreign key (tenant_id, dataset_id) references datasets (tenant_id, id),
  foreign key (tenant_id, dataset_file_id) references dataset_files (tenant_id, id)
);
select mutable_table('ingest_jobs');
select isolate_table('ingest_jobs');
create index on ingest_jobs (tenant_id, dataset_id, created_at);
create index on ingest_jobs (tenant_id, dataset_file_id);
create index on ingest_jobs (tenant_id, updated_at desc, id);

create table retrieval_logs (
  tenant_id text not null references tenants (id),
  id text not null,
  run_id text,
  source text not null check (source in ('agent', 'sandbox', 'chat', 'writer')),
  query text not null,
  dataset_ids text[] not null,
  mode text not null check (mode in ('hybrid', 'dense', 'bm25')),
  top_k integer not null,
  filters jsonb not null default '{}',
  dense_weight double precision not null,
  degraded boolean not null,
  latency_ms integer not null,
  embedding_model text not null,
  user_id text references users (id),
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select append_only_table('retrieval_logs');
select isolate_table('retrieval_logs');
create index on retrieval_logs (tenant_id, created_at);
create index on retrieval_logs (tenant_id, run_id);

create table retrieval_hits (
  tenant_id text not null,
  id text not null,
  retrieval_log_id text not null,
  rank integer not null,
  dataset_chunk_id text not null,
  dataset_file_id text not null,
  dense_score double precision,
  bm25_score double precision,
  recency double precision not null,
  importance double precision not null,
  fused_score double precision not null,
  used boolean not null,
  primary key (tenant_id, id),
  unique (tenant_id, retrieval_log_id, rank),
  foreign key (tenant_id, retrieval_log_id) references retrieval_logs (tenant_id, id)
);
select append_only_table('retrieval_hits');
select isolate_table('retrieval_hits');
create index on retrieval_hits (tenant_id, dataset_chunk_id);

create table claims (
  tenant_id text not null references tenants (id),
  id text not null,
  subject_type text not null,
  subject_id text not null,
  version integer not null,
  start_offset integer not null,
  end_offset integer not null,
  text text not null,
  support text not null check (support in ('supported', 'weak', 'unsupported', 'waived')),
  waived_by text,
  waive_note text check (length(waive_note) between 10 and 1000),
  primary key (tenant_id, id)
);
select mutable_table('claims');
select isolate_table('claims');
create index on claims (tenant_id, subject_type, subject_id, version);
create index on claims (tenant_id, updated_at desc, id);

-- The passage is kept with the claim, so that evidence outlives the file it came from.
create table claim_sources (
  tenant_id text not null,
  id text not null,
  claim_id text not null,
  dataset_chunk_id text,
  dataset_file_id text,
  source_title text,
  source_url text,
  quote text not null,
  page integer,
  heading_path text,
  start_offset integer not null,
  end_offset integer not null,
  source_sha256 text not null,
  score double precision not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, claim_id) references claims (tenant_id, id)
);
select mutable_table('claim_sources');
select isolate_table('claim_sources');
create index on claim_sources (tenant_id, claim_id);
create index on claim_sources (tenant_id, dataset_file_id);
create index on claim_sources (tenant_id, updated_at desc, id);

grant select on embedding_models to app;
grant select, insert, update on datasets, dataset_files, ingest_jobs, claims to app;
grant select, insert, update, delete on dataset_chunks to app;
grant select, insert, delete on dataset_terms to app;
grant select, insert on retrieval_logs, retrieval_hits, claim_sources to app;

comment on table embedding_models is 'one vector collection each';
comment on table datasets is 'a tenant''s body of knowledge';
comment on table dataset_files is 'one document';
comment on table dataset_chunks is 'passage; the unit of retrieval and citation';
comment on table dataset_terms is 'postings of the BM25 arm';
comment on table ingest_jobs is 'progress of ingestion';
comment on table retrieval_logs is 'every query against the datasets';
comment on table retrieval_hits is 'what was recalled, and why';
comment on table claims is 'each factual sentence of a content version';
comment on table claim_sources is 'the passage that carries a claim';
