-- An agent that does its work in code has no model and no tier of one.
alter table agent_versions
  drop constraint agent_versions_tier_check,
  add constraint agent_versions_tier_check check (tier in ('cheap', 'standard', 'expensive', 'none')) not valid;
alter table agent_runs
  drop constraint agent_runs_tier_check,
  add constraint agent_runs_tier_check check (tier in ('cheap', 'standard', 'expensive', 'none')) not valid;

-- A run may be about a crawl.
do $$
begin
  execute format('create or replace function subject_types() returns text[] language sql immutable parallel safe as %L',
    format('select %L::text[]', array_append(subject_types(), 'crawl_job')));
end $$;
select hold_subject(conrelid::regclass) from pg_constraint
  where contype = 'c' and conname = replace(conrelid::regclass::text, '"', '') || '_subject_type_check';
