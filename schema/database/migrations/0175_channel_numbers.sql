-- When a channel's numbers were read, and why they could not be.
alter table connected_channels add column last_sync_at timestamptz;
alter table connected_channels add column sync_error_code text;
alter table connected_channels add column failed_syncs integer not null default 0;
alter table connected_channels
  add constraint connected_channels_sync_error_code_check check (sync_error_code in ('auth_expired', 'permission', 'rate_limited', 'target_gone', 'provider_down', 'bad_request', 'other')) not valid,
  add constraint connected_channels_failed_syncs_check check (failed_syncs >= 0) not valid;

create table channel_metrics (
  tenant_id text not null references tenants (id),
  channel_id text not null,
  metric_on date not null,
  metric text not null check (metric ~ '^[a-z_]{1,60}$'),
  dimension text not null default '' check (length(dimension) <= 200),
  value numeric(18, 6) not null,
  primary key (tenant_id, channel_id, metric, dimension, metric_on),
  foreign key (tenant_id, channel_id) references connected_channels (tenant_id, id)
);
select isolate_table('channel_metrics');
create index on channel_metrics (tenant_id, channel_id, metric_on);
create index on channel_metrics (tenant_id, metric, metric_on);

grant select, insert, update on channel_metrics to app;
comment on table channel_metrics is 'daily numbers per channel; without a dimension those of the whole channel';
