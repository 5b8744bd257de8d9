import { ChannelAuth, ChannelCapability, ChannelStatus } from "../../channel.ts";
import { InsightAgent, InsightLevel, InsightPeriod, InsightStatus, RecommendationStatus } from "../../insight.ts";
import { SyncErrorCode } from "../../metric.ts";
import { Plan } from "../../tenant.ts";

export const channelSets = {
  "channel_insights.agent": InsightAgent,
  "channel_insights.period": InsightPeriod,
  "channel_insights.status": InsightStatus,
  "channel_recommendations.effort": InsightLevel,
  "channel_recommendations.impact": InsightLevel,
  "channel_recommendations.status": RecommendationStatus,
  "channel_masters.auth": ChannelAuth,
  "channel_masters.capabilities": ChannelCapability,
  "channel_masters.min_plan": Plan,
  "connected_channels.status": ChannelStatus,
  "connected_channels.sync_error_code": SyncErrorCode,
};
