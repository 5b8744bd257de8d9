-- Agents that make pictures and videos.
alter table agent_versions
  drop constraint agent_versions_tier_check,
  add constraint agent_versions_tier_check check (tier in ('cheap', 'standard', 'expensive', 'image', 'video', 'none')) not valid;
alter table agent_runs
  drop constraint agent_runs_tier_check,
  add constraint agent_runs_tier_check check (tier in ('cheap', 'standard', 'expensive', 'image', 'video', 'none')) not valid;

-- What a post is made of beside its text, and how far its pictures are.
alter table social_posts add column details jsonb not null default '{}';
alter table social_posts add constraint social_posts_details_check check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 65536) not valid;
comment on column social_posts.details is 'Headline, slides and poll of the post, and how far its pictures are';

-- The pictures of a post that are wanted now.
alter table blog_posts add column image_order jsonb;
alter table blog_posts add constraint blog_posts_image_order_check check (jsonb_typeof(image_order) = 'object' and octet_length(image_order::text) <= 8192) not valid;
comment on column blog_posts.image_order is 'The picture that was asked for last: where it goes, in which style, and how it went';
