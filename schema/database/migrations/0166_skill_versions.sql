-- What a platform skill said before it was edited.

create table skill_versions (
  id text primary key,
  skill_id text not null references skills (id),
  version integer not null check (version >= 1),
  description text not null,
  body text not null,
  written_by text,
  written_at timestamptz not null,
  unique (skill_id, version)
);
select append_only_table('skill_versions');

comment on table skill_versions is 'earlier versions of the platform''s skills';
