import { CodeChangeStatus } from "../../code-change.ts";
import { ResponseStatus, ReviewFlag, ReviewSentiment, ReviewSource, ReviewStatus } from "../../customer-review.ts";
import { AskingChannel } from "../../review-campaign.ts";

export const reputationSets = {
  "agent_code_changes.status": CodeChangeStatus,
  "campaign_messages.channel": AskingChannel,
  "review_campaigns.target": ReviewSource,
  "review_responses.status": ResponseStatus,
  "reviews.flags": ReviewFlag,
  "reviews.sentiment": ReviewSentiment,
  "reviews.source": ReviewSource,
  "reviews.status": ReviewStatus,
};
