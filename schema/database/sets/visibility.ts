import { NarrativePeriod, NarrativeStatus, Sentiment, VisibilityPlatform, VisibilityType } from "../../visibility.ts";

export const visibilitySets = {
  "ai_visibility_narratives.period": NarrativePeriod,
  "ai_visibility_narratives.status": NarrativeStatus,
  "ai_visibility_platforms.key": VisibilityPlatform,
  "ai_visibility_prompts.type": VisibilityType,
  "ai_visibility_snapshots.platform_key": VisibilityPlatform,
  "ai_visibility_snapshots.sentiment": Sentiment,
};
