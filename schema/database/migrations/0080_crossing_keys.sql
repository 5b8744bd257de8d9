-- Keys between concepts whose tables came side by side.
alter table ad_copies add constraint ad_copies_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table blog_posts add constraint blog_posts_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table blog_requests add constraint blog_requests_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table content_briefs add constraint content_briefs_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table email_newsletters add constraint email_newsletters_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table gbp_posts add constraint gbp_posts_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table landing_pages add constraint landing_pages_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table social_calendars add constraint social_calendars_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table social_media_requests add constraint social_media_requests_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table social_posts add constraint social_posts_deliverable_id_fkey foreign key (tenant_id, deliverable_id) references deliverables (tenant_id, id) not valid;
alter table brand_assets add constraint brand_assets_media_id_fkey foreign key (tenant_id, media_id) references media (tenant_id, id) not valid;
alter table tenant_brandings
  add constraint tenant_brandings_logo_media_id_fkey foreign key (tenant_id, logo_media_id) references media (tenant_id, id) not valid,
  add constraint tenant_brandings_favicon_media_id_fkey foreign key (tenant_id, favicon_media_id) references media (tenant_id, id) not valid;
alter table tenant_feature_flags add constraint tenant_feature_flags_flag_key_fkey foreign key (flag_key) references feature_flags (key) not valid;

select hold_subject(name) from unnest(array['agent_runs', 'critic_results', 'claims', 'edit_examples', 'deliverables']::regclass[]) name;
