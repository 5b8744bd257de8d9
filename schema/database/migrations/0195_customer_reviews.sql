create table reviews (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  external_id text not null check (length(external_id) between 1 and 300),
  source text not null check (source in ('google_business_profile', 'facebook')),
  rating integer not null check (rating between 1 and 5),
  body text not null default '' check (length(body) <= 5000),
  first_name text check (length(first_name) between 1 and 80),
  location text check (length(location) <= 200),
  reviewed_at timestamptz not null,
  reply text check (length(reply) <= 5000),
  replied_at timestamptz,
  sentiment text check (sentiment in ('positive', 'negative', 'neutral')),
  topics text[] not null default '{}' check (cardinality(topics) <= 6),
  flags text[] not null default '{}' check (flags <@ array['legal', 'health', 'discrimination', 'refund', 'staff', 'threat']),
  status text not null default 'new' check (status in ('new', 'answered', 'ignored', 'removed')),
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, external_id),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('reviews');
select isolate_table('reviews');
create index on reviews (tenant_id, status, rating);
create index on reviews (tenant_id, updated_at desc, id);

create table review_responses (
  tenant_id text not null references tenants (id),
  id text not null,
  review_id text not null,
  body text not null default '' check (length(body) <= 800),
  status text not null default 'draft' check (status in ('draft', 'pending_approval', 'approved', 'publishing', 'posted', 'publish_unknown', 'failed')),
  version integer not null default 0 check (version >= 0),
  content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
  decided_by text check (decided_by ~ '^[a-z]+:'),
  decided_at timestamptz,
  decision_note text check (length(decision_note) <= 4000),
  posted_at timestamptz,
  run_id text,
  primary key (tenant_id, id),
  unique (tenant_id, review_id),
  foreign key (tenant_id, review_id) references reviews (tenant_id, id),
  foreign key (tenant_id, run_id) references agent_runs (tenant_id, id),
  check (version = 0 or content_hash is not null)
);
select mutable_table('review_responses');
select isolate_table('review_responses');
create index on review_responses (tenant_id, status);
create index on review_responses (tenant_id, run_id);
create index on review_responses (tenant_id, updated_at desc, id);

grant select, insert, update on reviews, review_responses to app;
comment on table reviews is 'what customers wrote of the tenant';
comment on table review_responses is 'answer to a review';
