create table crawl_settings (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  max_pages integer not null default 1000 check (max_pages between 1 and 1000),
  max_depth integer not null default 5 check (max_depth between 0 and 10),
  include text[] not null default '{}' check (cardinality(include) <= 50),
  exclude text[] not null default '{}' check (cardinality(exclude) <= 50),
  subdomains boolean not null default false,
  respect_robots boolean not null default true,
  render boolean not null default false,
  schedule text not null default 'monthly' check (schedule in ('weekly', 'monthly', 'manual')),
  next_run_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  check (schedule <> 'manual' or next_run_at is null)
);
select mutable_table('crawl_settings');
select isolate_table('crawl_settings');
create index on crawl_settings (next_run_at);
create index on crawl_settings (tenant_id, updated_at desc, id);

create table web_crawl_jobs (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  trigger text not null check (trigger in ('signup', 'manual', 'schedule')),
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'partial', 'failed', 'cancelled')),
  run_id text,
  max_pages integer not null check (max_pages between 1 and 1000),
  max_depth integer not null check (max_depth between 0 and 10),
  site_url text not null check (site_url ~ '^https?://' and length(site_url) <= 2000),
  opened_at timestamptz,
  pages_found integer not null default 0 check (pages_found >= 0),
  pages_crawled integer not null default 0 check (pages_crawled >= 0),
  pages_failed integer not null default 0 check (pages_failed >= 0),
  failures_in_row integer not null default 0 check (failures_in_row >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  skipped jsonb not null default '{}' check (jsonb_typeof(skipped) = 'object'),
  signals jsonb not null default '{}' check (jsonb_typeof(signals) = 'object'),
  stop_reason text check (stop_reason in ('page_limit', 'byte_limit', 'time_limit', 'failures')),
  started_at timestamptz,
  finished_at timestamptz,
  error_code text check (error_code in ('dns', 'blocked', 'robots_denied', 'unsafe_address', 'no_html', 'interrupted')),
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check ((error_code is null) = (status <> 'failed'))
);
select mutable_table('web_crawl_jobs');
select isolate_table('web_crawl_jobs');
create unique index on web_crawl_jobs (tenant_id, channel_id) where status in ('queued', 'running');
create index on web_crawl_jobs (tenant_id, channel_id, created_at);
create index on web_crawl_jobs (tenant_id, run_id);
create index on web_crawl_jobs (tenant_id, updated_at desc, id);

create table web_crawl_urls (
  tenant_id text not null,
  id text not null,
  web_crawl_job_id text not null,
  kind text not null check (kind in ('page', 'document', 'image')),
  source text not null check (source in ('start', 'sitemap', 'link', 'known')),
  url text not null check (url ~ '^https?://' and length(url) <= 2000),
  url_sha256 text not null check (url_sha256 ~ '^[0-9a-f]{64}$'),
  path_sha256 text check (path_sha256 ~ '^[0-9a-f]{64}$'),
  depth integer not null check (depth between 0 and 20),
  hops integer not null default 0 check (hops between 0 and 6),
  tries integer not null default 0 check (tries between 0 and 10),
  links_in integer not null default 0 check (links_in >= 0),
  status text not null default 'waiting' check (status in ('waiting', 'done', 'skipped', 'failed')),
  reason text check (reason in ('robots', 'duplicate', 'type', 'size', 'error', 'redirect', 'gone', 'foreign')),
  changed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, web_crawl_job_id, url_sha256),
  foreign key (tenant_id, web_crawl_job_id) references web_crawl_jobs (tenant_id, id)
);
select mutable_table('web_crawl_urls');
select isolate_table('web_crawl_urls');
create index on web_crawl_urls (tenant_id, web_crawl_job_id, status, kind, depth);
create index on web_crawl_urls (tenant_id, web_crawl_job_id, path_sha256);
create index on web_crawl_urls (tenant_id, updated_at desc, id);

create table web_pages (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  url text not null check (url ~ '^https?://' and length(url) <= 2000),
  url_sha256 text not null check (url_sha256 ~ '^[0-9a-f]{64}$'),
  title text check (length(title) <= 500),
  meta_description text check (length(meta_description) <= 2000),
  h1 text check (length(h1) <= 500),
  canonical text check (length(canonical) <= 2000),
  http_status integer check (http_status between 100 and 599),
  word_count integer not null default 0 check (word_count >= 0),
  language text check (length(language) <= 20),
  html_key text check (length(html_key) <= 1024),
  text_sha256 text check (text_sha256 ~ '^[0-9a-f]{64}$'),
  etag text check (length(etag) <= 500),
  last_modified text check (length(last_modified) <= 100),
  links_in integer not null default 0 check (links_in >= 0),
  links_out integer not null default 0 check (links_out >= 0),
  schema_types text[] not null default '{}' check (cardinality(schema_types) <= 50),
  flags text[] not null default '{}' check (flags <@ array['noindex', 'nofollow', 'needs_rendering']),
  missed integer not null default 0 check (missed >= 0),
  dataset_file_id text,
  last_crawled_at timestamptz,
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, url_sha256),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id),
  foreign key (tenant_id, dataset_file_id) references dataset_files (tenant_id, id)
);
select mutable_table('web_pages');
select isolate_table('web_pages');
create index on web_pages (tenant_id, channel_id, text_sha256);
create index on web_pages (tenant_id, dataset_file_id);
create index on web_pages (tenant_id, updated_at desc, id);

create table web_media (
  tenant_id text not null references tenants (id),
  id text not null,
  src_url text not null check (src_url ~ '^https?://' and length(src_url) <= 2000),
  src_sha256 text not null check (src_sha256 ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('image', 'document', 'video')),
  media_id text,
  dataset_file_id text,
  alt_text text check (length(alt_text) <= 500),
  bytes bigint check (bytes >= 0),
  width integer check (width > 0),
  height integer check (height > 0),
  primary key (tenant_id, id),
  unique (tenant_id, src_sha256),
  foreign key (tenant_id, media_id) references media (tenant_id, id),
  foreign key (tenant_id, dataset_file_id) references dataset_files (tenant_id, id)
);
select mutable_table('web_media');
select isolate_table('web_media');
create index on web_media (tenant_id, media_id);
create index on web_media (tenant_id, dataset_file_id);
create index on web_media (tenant_id, updated_at desc, id);

create table web_page_media (
  tenant_id text not null references tenants (id),
  id text not null,
  web_page_id text not null,
  web_media_id text not null,
  position integer not null default 0 check (position >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, web_page_id, web_media_id),
  foreign key (tenant_id, web_page_id) references web_pages (tenant_id, id),
  foreign key (tenant_id, web_media_id) references web_media (tenant_id, id)
);
select mutable_table('web_page_media');
select isolate_table('web_page_media');
create index on web_page_media (tenant_id, web_media_id);
create index on web_page_media (tenant_id, updated_at desc, id);

grant select, insert, update on crawl_settings, web_crawl_jobs, web_pages, web_media to app;
grant select, insert, update, delete on web_crawl_urls, web_page_media to app;

comment on table crawl_settings is 'how a site is crawled';
comment on table web_crawl_jobs is 'one crawl';
comment on table web_crawl_urls is 'what a crawl has found and not yet forgotten: its way through the site';
comment on table web_pages is 'page of the tenant''s site';
comment on table web_media is 'files found on the site';
comment on table web_page_media is 'which page uses which file';
