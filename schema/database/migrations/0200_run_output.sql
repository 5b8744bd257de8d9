-- Whether a run said the same as the one before it decides what has to be made again from it.
alter table agent_runs add column output_sha256 text;
alter table agent_runs add constraint agent_runs_output_sha256_check check (output_sha256 ~ '^[0-9a-f]{64}$') not valid;

-- While an agent elsewhere has a tool at work for its run, it gets no other.
alter table agent_runs add column tool_until timestamptz;
