import { agentSets } from "./sets/agents.ts";
import { approvalSets } from "./sets/approvals.ts";
import { billingSets } from "./sets/billing.ts";
import { campaignSets } from "./sets/campaigns.ts";
import { channelSets } from "./sets/channels.ts";
import { chatSets } from "./sets/chat.ts";
import { contentSets } from "./sets/content.ts";
import { crmSets } from "./sets/crm.ts";
import { eventSets } from "./sets/events.ts";
import { keySets } from "./sets/keys.ts";
import { knowledgeSets } from "./sets/knowledge.ts";
import { leadSets } from "./sets/leads.ts";
import { mediaSets } from "./sets/media.ts";
import { notificationSets } from "./sets/notifications.ts";
import { onboardingSets } from "./sets/onboarding.ts";
import { peopleSets } from "./sets/people.ts";
import { pieceSets } from "./sets/pieces.ts";
import { planningSets } from "./sets/planning.ts";
import { qualitySets } from "./sets/quality.ts";
import { reportSets } from "./sets/reports.ts";
import { reputationSets } from "./sets/reputation.ts";
import { schedulerSets } from "./sets/scheduler.ts";
import { visibilitySets } from "./sets/visibility.ts";
import { webhookSets } from "./sets/webhooks.ts";
import { websiteSets } from "./sets/website.ts";
import { workSets } from "./sets/work.ts";

/**
 * Every column that a check constraint holds to a closed set of words (for a `text[]` column: each element), and the
 * enum that says the same in code. `npm run verify` fails when the two differ or when either side lacks the other.
 */
export const closedSets: Readonly<Record<string, ClosedSet>> = {
  ...peopleSets,
  ...onboardingSets,
  ...planningSets,
  ...workSets,
  ...agentSets,
  ...approvalSets,
  ...contentSets,
  ...channelSets,
  ...knowledgeSets,
  ...notificationSets,
  ...billingSets,
  ...eventSets,
  ...keySets,
  ...schedulerSets,
  ...webhookSets,
  ...qualitySets,
  ...pieceSets,
  ...mediaSets,
  ...chatSets,
  ...websiteSets,
  ...campaignSets,
  ...visibilitySets,
  ...reportSets,
  ...leadSets,
  ...crmSets,
  ...reputationSets,
};

/** What a zod enum shows of itself. */
export interface ClosedSet {
  readonly options: readonly string[];
}
