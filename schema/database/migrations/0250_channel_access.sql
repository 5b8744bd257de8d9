alter table channel_credentials add column grantor text;
alter table channel_credentials add column renewing_until timestamptz;
alter table connected_channels add column lost_at timestamptz;
alter table connected_channels add column told_at timestamptz;

comment on column channel_credentials.grantor is 'who let us in, as a hash: some providers end all of a person''s connections at once';
comment on column channel_credentials.renewing_until is 'somebody asks for a new token until then';
comment on column connected_channels.lost_at is 'since when a person has to connect it again';
comment on column connected_channels.told_at is 'when people were last told so';
