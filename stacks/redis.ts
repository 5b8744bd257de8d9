import { policy } from "./current.ts";
import { vpc } from "./network.ts";

const { instance, copies, snapshotDays } = policy.redis;

/** Queues, limits, live streams. BullMQ wants one keyspace without cluster mode, from which nothing is ever evicted. */
export const redis = new sst.aws.Redis("Redis", {
  vpc,
  engine: "valkey",
  version: "8.0",
  instance,
  cluster: false,
  parameters: { "maxmemory-policy": "noeviction" },
  dev: { host: "localhost" },
  transform: {
    cluster: (args) => {
      args.numCacheClusters = copies;
      args.automaticFailoverEnabled = copies > 1;
      args.multiAzEnabled = copies > 1;
      args.snapshotRetentionLimit = snapshotDays;
    },
  },
});

/** Always over TLS; the token may hold characters that a URL has a meaning for. */
export const redisUrl = $interpolate`rediss://${redis.username}:${$util.output(redis.password).apply((token) => encodeURIComponent(token ?? ""))}@${redis.host}:${redis.port}`;
