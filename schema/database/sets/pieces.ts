import { AdCopyStatus, AdPlatform } from "../../ad-copy.ts";
import { GbpCallToAction, GbpPostStatus, GbpPostType } from "../../gbp-post.ts";
import { LandingPageStatus } from "../../landing-page.ts";
import {
  NewsletterAudience,
  NewsletterStatus,
  RecipientStatus,
  SubscriberKind,
  SuppressionKind,
  SuppressionReason,
} from "../../newsletter.ts";
import { RequestStatus } from "../../request.ts";
import {
  SocialCalendarStatus,
  SocialContentType,
  SocialFormat,
  SocialPlatform,
  SocialPostStatus,
} from "../../social.ts";

export const pieceSets = {
  "ad_copies.platform": AdPlatform,
  "ad_copies.status": AdCopyStatus,
  "email_newsletters.audience": NewsletterAudience,
  "email_newsletters.status": NewsletterStatus,
  "gbp_posts.cta_type": GbpCallToAction,
  "gbp_posts.post_type": GbpPostType,
  "gbp_posts.status": GbpPostStatus,
  "landing_pages.status": LandingPageStatus,
  "newsletter_recipients.status": RecipientStatus,
  "newsletter_subscribers.kind": SubscriberKind,
  "suppressions.kind": SuppressionKind,
  "suppressions.reason": SuppressionReason,
  "social_calendar_slots.content_type": SocialContentType,
  "social_calendar_slots.format": SocialFormat,
  "social_calendar_slots.platform": SocialPlatform,
  "social_calendars.status": SocialCalendarStatus,
  "social_media_requests.format": SocialFormat,
  "social_media_requests.platforms": SocialPlatform,
  "social_media_requests.status": RequestStatus,
  "social_posts.content_type": SocialContentType,
  "social_posts.format": SocialFormat,
  "social_posts.platform": SocialPlatform,
  "social_posts.status": SocialPostStatus,
};
