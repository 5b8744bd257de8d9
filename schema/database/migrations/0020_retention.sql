-- Rows that are kept for a while only: written once, never changed, and removed by the platform role when they are old enough.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_nargs = 1 and current_user = 'platform' and old.created_at < now() - tg_argv[0]::interval then
    return old;
  end if;
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;

create function append_only_table(name regclass, keep interval) returns void language plpgsql as $$
begin
  perform append_only_table(name);
  perform keep_for(name, keep);
end $$;

create function keep_for(name regclass, keep interval) returns void language plpgsql as $$
begin
  execute format('create or replace trigger append_only before update or delete on %s for each row execute function refuse_change(%L)', name, keep);
  execute format('grant delete on %s to platform', name);
end $$;

select keep_for('login_attempts', '90 days');
select keep_for('activity_events', '400 days');
select keep_for('run_steps', '400 days');
select keep_for('run_chunks', '30 days');
select keep_for('retrieval_logs', '400 days');
select keep_for('retrieval_hits', '400 days');
