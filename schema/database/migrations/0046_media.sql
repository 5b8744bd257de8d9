create table media (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('image', 'video', 'audio', 'document')),
  s3_key text not null check (length(s3_key) <= 1024),
  mime text not null check (mime ~ '^[a-z]+/[a-z0-9.+-]+$'),
  bytes bigint not null check (bytes > 0),
  width integer check (width > 0),
  height integer check (height > 0),
  duration_ms integer check (duration_ms >= 0),
  alt_text text check (length(alt_text) <= 500),
  title text check (length(title) <= 200),
  tags text[] not null default '{}' check (cardinality(tags) <= 50),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  source text not null check (source in ('upload', 'ai', 'crawl', 'stock')),
  prompt_used text,
  run_id text,
  licence text,
  attribution text,
  deleted_at timestamptz,
  deleted_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id)
);
select mutable_table('media');
select isolate_table('media');
create unique index on media (tenant_id, sha256) where deleted_at is null;
create index on media (tenant_id, kind);
create index on media (tenant_id, run_id);
create index on media (tenant_id, updated_at desc, id);

create table media_variants (
  tenant_id text not null references tenants (id),
  id text not null,
  media_id text not null,
  name text not null check (name in ('thumb', 'small', 'large', 'square', 'story', 'og')),
  s3_key text not null check (length(s3_key) <= 1024),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  bytes bigint not null check (bytes > 0),
  primary key (tenant_id, id),
  unique (tenant_id, media_id, name),
  foreign key (tenant_id, media_id) references media (tenant_id, id)
);
select mutable_table('media_variants');
select isolate_table('media_variants');
create index on media_variants (tenant_id, updated_at desc, id);

create table media_links (
  tenant_id text not null references tenants (id),
  id text not null,
  media_id text not null,
  subject_type text not null,
  subject_id text not null,
  role text not null check (role in ('hero', 'inline', 'slide', 'still', 'video', 'attachment')),
  position integer not null default 0 check (position >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, subject_type, subject_id, role, position),
  foreign key (tenant_id, media_id) references media (tenant_id, id)
);
select mutable_table('media_links');
select isolate_table('media_links');
select hold_subject('media_links');
create index on media_links (tenant_id, media_id);
create index on media_links (tenant_id, updated_at desc, id);

alter table uploads
  add constraint uploads_sha256_form check (sha256 ~ '^[0-9a-f]{64}$') not valid,
  add constraint uploads_file_name_bound check (length(file_name) between 1 and 255) not valid;

grant select, insert, update on media to app;
grant select, insert, update, delete on media_variants, media_links to app;

comment on table media is 'asset library';
comment on table media_variants is 'resized copies';
comment on table media_links is 'where an asset is used';
