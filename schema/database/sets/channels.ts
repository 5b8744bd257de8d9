import { ChannelAuth, ChannelCapability, ChannelStatus } from "../../channel.ts";
import { SyncErrorCode } from "../../metric.ts";
import { Plan } from "../../tenant.ts";

export const channelSets = {
  "channel_masters.auth": ChannelAuth,
  "channel_masters.capabilities": ChannelCapability,
  "channel_masters.min_plan": Plan,
  "connected_channels.status": ChannelStatus,
  "connected_channels.sync_error_code": SyncErrorCode,
};
