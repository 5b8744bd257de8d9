-- Bounds of the records of a run, for rows to come; the next file holds the rows there are to them.
alter table run_steps
  add constraint run_steps_seq_check check (seq >= 0) not valid,
  add constraint run_steps_duration_ms_check check (duration_ms >= 0) not valid;
alter table run_chunks
  add constraint run_chunks_seq_check check (seq >= 0) not valid;
alter table llm_calls
  add constraint llm_calls_usage_check check (input_tokens >= 0 and output_tokens >= 0 and cached_tokens >= 0 and cost_micros >= 0) not valid,
  add constraint llm_calls_currency_check check (currency ~ '^[A-Z]{3}$') not valid,
  add constraint llm_calls_latency_ms_check check (latency_ms >= 0) not valid,
  add constraint llm_calls_attempt_check check (attempt >= 1) not valid,
  add constraint llm_calls_request_sha256_check check (request_sha256 ~ '^[0-9a-f]{64}$') not valid;
alter table retrieval_logs
  add constraint retrieval_logs_query_check check (length(query) <= 4000) not valid,
  add constraint retrieval_logs_top_k_check check (top_k between 1 and 100) not valid,
  add constraint retrieval_logs_dense_weight_check check (dense_weight between 0 and 1) not valid,
  add constraint retrieval_logs_latency_ms_check check (latency_ms >= 0) not valid;
alter table retrieval_hits
  add constraint retrieval_hits_rank_check check (rank >= 1) not valid;
alter table validator_results
  drop constraint validator_results_validator_check,
  add constraint validator_results_validator_check check (validator in ('V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9', 'V10', 'V11')) not valid,
  add constraint validator_results_version_check check (version >= 1) not valid;
alter table critic_results
  add constraint critic_results_version_check check (version >= 1) not valid;
alter table claims
  add constraint claims_version_check check (version >= 1) not valid,
  add constraint claims_text_check check (length(text) between 1 and 2000) not valid,
  add constraint claims_offsets_check check (start_offset >= 0 and end_offset > start_offset) not valid,
  add constraint claims_waived_check check ((support = 'waived') = (waived_by is not null)) not valid;
alter table claim_sources
  add constraint claim_sources_offsets_check check (start_offset >= 0 and end_offset >= start_offset) not valid,
  add constraint claim_sources_page_check check (page >= 1) not valid,
  add constraint claim_sources_source_sha256_check check (source_sha256 ~ '^[0-9a-f]{64}$') not valid;
alter table edit_examples
  add constraint edit_examples_versions_check check (from_version >= 0 and to_version > from_version) not valid,
  add constraint edit_examples_agent_check check (length(agent) between 1 and 60) not valid;
