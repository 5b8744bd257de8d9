-- Work that was given up is over, whatever order comes for it again.
alter table agent_runs add column given_up_at timestamptz;
comment on column agent_runs.given_up_at is 'When the work of the run was given up: no other attempt follows';
