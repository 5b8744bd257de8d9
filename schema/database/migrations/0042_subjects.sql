-- What a row can be about. The pair (subject_type, subject_id) names a row of the same tenant without a foreign key.
create function subject_types() returns text[] language sql immutable parallel safe as $$
  select array['context_file', 'strategy', 'deliverable_plan', 'action_item', 'deliverable', 'activity', 'blog_post', 'social_post', 'landing_page', 'newsletter', 'gbp_post', 'ad_copy', 'content_brief', 'content_request', 'keyword_group', 'backlink', 'campaign', 'campaign_email', 'recommendation_batch', 'search_term', 'review_response', 'lead_email', 'nurture_step', 'code_change', 'report', 'lead', 'contact', 'publish_attempt', 'chat_action']
$$;

-- Holds the column subject_type of a table to the list, written out, as every other closed set is. Called again when the list
-- grows; a later file validates the check.
create function hold_subject(name regclass) returns void language plpgsql as $$
declare
  held text := replace(name::text, '"', '') || '_subject_type_check';
begin
  execute format('alter table %s drop constraint if exists %I', name, held);
  execute format('alter table %s add constraint %I check (subject_type in (%s)) not valid', name, held,
    (select string_agg(quote_literal(member), ', ') from unnest(subject_types()) member));
end $$;
revoke all on function hold_subject from public;
