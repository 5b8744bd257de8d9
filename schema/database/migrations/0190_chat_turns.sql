-- A conversation may be about what the client pays for, and a turn that failed says why.
alter table chat_threads
  drop constraint chat_threads_mode_check,
  add constraint chat_threads_mode_check check (mode in ('analyst', 'executor', 'billing')) not valid;
alter table chat_messages add column error_code text;

-- A run may be about one answer of a conversation, or about a connected account.
do $$
declare
  members text[] := array(
    select m[1] from pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z_]+)''', 'g') m
      where c.conrelid = 'agent_runs'::regclass and c.conname = 'agent_runs_subject_type_check'
  ) || array['chat_message', 'channel'];
begin
  alter table agent_runs drop constraint agent_runs_subject_type_check;
  execute format('alter table agent_runs add constraint agent_runs_subject_type_check check (subject_type in (%s)) not valid',
    (select string_agg(distinct quote_literal(member), ', ') from unnest(members) member));
end $$;
