-- What models cost lately, over all tenants, is summed up from the index alone.
create index concurrently if not exists llm_calls_created_at on llm_calls (created_at) include (currency, cost_micros);
