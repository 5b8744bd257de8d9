import { afterCrawl, goOn } from "#core/insight/order.ts";
import { collect } from "#core/metric/sync.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/metrics.handler">({
  channel__sync: async ({ channelId }) => {
    if (!(await collect(channelId))) return afterCrawl(channelId);
    await goOn(channelId);
  },
});
