-- Calls that no run makes, as those that turn a client's files into vectors, are paid from the same books under a key of their own.
alter table spend_holds
  alter column run_id drop not null,
  add column work_id text;
alter table spend_holds
  add constraint spend_holds_source_check check ((run_id is null) <> (work_id is null)) not valid;
alter table spend_ledger
  alter column run_id drop not null,
  add column work_id text;
alter table spend_ledger
  add constraint spend_ledger_source_check check ((run_id is null) <> (work_id is null)) not valid;

alter table ingest_jobs
  add column waits_for_minor bigint,
  drop constraint ingest_jobs_status_check,
  add constraint ingest_jobs_status_check check (status in ('queued', 'running', 'paused_budget', 'done', 'failed', 'cancelled')) not valid;
