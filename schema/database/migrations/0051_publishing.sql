alter table publish_attempts
  add constraint publish_attempts_version_bound check (version >= 1) not valid,
  add constraint publish_attempts_hash_form check (content_hash ~ '^[0-9a-f]{64}$') not valid,
  add constraint publish_attempts_key_form check (attempt_key ~ '^[0-9a-f]{64}$') not valid,
  add constraint publish_attempts_counts_bound check (tries >= 0 and look_count >= 0) not valid;
select hold_subject('publish_attempts');

alter table publish_steps
  add constraint publish_steps_bounds check (step >= 1 and duration_ms >= 0 and http_status between 100 and 599) not valid,
  add constraint publish_steps_hash_form check (request_sha256 ~ '^[0-9a-f]{64}$') not valid;

create table publish_slots (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  weekday integer not null check (weekday between 0 and 6),
  local_time time not null,
  enabled boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, weekday, local_time),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('publish_slots');
select isolate_table('publish_slots');
create index on publish_slots (tenant_id, updated_at desc, id);

create table channel_best_times (
  tenant_id text not null references tenants (id),
  id text not null,
  channel_id text not null,
  weekday integer not null check (weekday between 0 and 6),
  hour integer not null check (hour between 0 and 23),
  score double precision not null check (score between 0 and 1),
  samples integer not null check (samples >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, weekday, hour),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select mutable_table('channel_best_times');
select isolate_table('channel_best_times');
create index on channel_best_times (tenant_id, updated_at desc, id);

grant select, insert, update, delete on publish_slots, channel_best_times to app;

comment on table publish_slots is 'recurring posting slots';
comment on table channel_best_times is 'engagement heat map';
