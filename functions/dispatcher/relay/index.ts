import { onNudge } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { redis } from "#platform/redis.ts";
import { relayAudit } from "./audit.ts";
import { relayJobs, type Shares } from "./jobs.ts";
import { lane } from "./lane.ts";
import { livePublisher } from "./live.ts";
import { orderLostAgain } from "./lost.ts";
import { relaySearch } from "./search.ts";

export interface Relay {
  /** How long ago the lane that is furthest behind ended a drain, well or not. A lane that hangs shows here, an outage does not. */
  silentMs(): number;
  stop(): Promise<void>;
}

/**
 * The relay: carries the outbox to queues, live streams and the audit log, in order per tenant and lane, at least once. It
 * looks when nudged and every second. Of several processes one relays a lane at a time.
 */
export function startRelay(shares: Shares): Relay {
  const live = livePublisher();
  const lanes = [
    lane("live", () => live.drain()),
    lane("jobs", () => relayJobs(shares)),
    lane("audit", relayAudit),
    lane("search", () => relaySearch(shares)),
  ];
  const wakeAll = (): void => {
    for (const each of lanes) each.wake();
  };
  const recheck = (): void => {
    live.distrust();
    orderLostAgain().then(
      (found) => {
        if (found > 0) log.warn({ found }, "jobs lost by Redis were ordered again");
        wakeAll();
      },
      (error: unknown) =>
        log.warn({ error: error instanceof Error ? error.message : String(error) }, "the look for lost jobs failed"),
    );
  };
  const connection = redis();
  connection.on("ready", recheck);
  if (connection.status === "ready") recheck();
  const deaf = onNudge(wakeAll);

  return {
    silentMs: () => performance.now() - Math.min(...lanes.map((each) => each.turnedAt())),
    async stop() {
      deaf();
      connection.off("ready", recheck);
      await Promise.all(lanes.map((each) => each.stop()));
    },
  };
}
