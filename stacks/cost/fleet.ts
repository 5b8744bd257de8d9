import { hoursPerMonth, kept, peakFactor } from "./load.ts";
import type { Month } from "./month.ts";
import type { PriceKey } from "./prices.ts";

/** A machine or cluster: how much it serves, and what it is paid by. */
interface Size {
  name: PriceKey;
  capacity: number;
}

/** What stands all the time, whoever comes. */
export interface Fleet {
  postgres: { name: PriceKey; shards: number; vcpus: number; storageGb: number };
  redis: { name: PriceKey; nodes: number };
  /** Containers that run on Fargate, each so many times. */
  tasks: { what: string; count: number; vcpus: number; gb: number }[];
  /** Stores in containers keep their files here; none where they are somebody else's service. */
  filesGb: number;
  managed: { mongo: { name: PriceKey; clusters: number }; searchGb: number; vectorGb: number } | null;
  nat: { kind: "instance" | "gateway"; count: number };
}

/** Up to so many tenants search, vectors and the audit log fit one container each. */
export const containersUpTo = 300;
/** Up to so many tenants two small instances of our own do the work of NAT gateways. */
export const natInstancesUpTo = 300;
/** Connections that one gateway task with a vCPU holds; 60 KB each were measured. */
export const connectionsPerTask = 10_000;

const zones = 2;
/** Part of the database that is read all day and should be in memory. */
const hotShare = 0.2;

const databases: readonly (Size & { vcpus: number })[] = [
  { name: "db.t4g.medium", capacity: 2, vcpus: 2 },
  { name: "db.t4g.large", capacity: 6, vcpus: 2 },
  { name: "db.r7g.large", capacity: 14, vcpus: 2 },
  { name: "db.r7g.xlarge", capacity: 28, vcpus: 4 },
  { name: "db.r7g.2xlarge", capacity: 57, vcpus: 8 },
  { name: "db.r7g.4xlarge", capacity: 115, vcpus: 16 },
];
const caches: readonly Size[] = [
  { name: "cache.t4g.small", capacity: 1 },
  { name: "cache.m7g.large", capacity: 4.8 },
  { name: "cache.r7g.large", capacity: 9.8 },
  { name: "cache.r7g.xlarge", capacity: 19.7 },
];
const auditClusters: readonly Size[] = [
  { name: "atlasM10Hour", capacity: 32 },
  { name: "atlasM30Hour", capacity: 128 },
  { name: "atlasM40Hour", capacity: 256 },
  { name: "atlasM50Hour", capacity: 512 },
  { name: "atlasM60Hour", capacity: 1_024 },
];

/** The sizes a production stage of so many tenants needs, two zones each. Past the largest machine there are several of it. */
export function fleetFor(month: Month): Fleet {
  const { tenants } = month;
  const storageGb = 50 + tenants * kept.databaseGb * 2;
  const postgres = fit(databases, 1 + tenants * kept.databaseGb * hotShare);
  const redis = fit(caches, 0.2 + tenants * kept.redisMemoryGb);
  const mongo = fit(auditClusters, tenants * kept.auditGb);
  const small = tenants <= containersUpTo;
  return {
    postgres: { ...postgres.size, shards: postgres.count, storageGb },
    redis: { name: redis.size.name, nodes: redis.count * zones },
    tasks: [
      { what: "dispatcher", count: Math.max(2, Math.ceil(perSecondAtPeak(month.jobs) / 200)), vcpus: 0.5, gb: 1 },
      { what: "live gateway", count: 2, vcpus: 0.25, gb: 0.5 },
      ...(small
        ? [
            { what: "MongoDB", count: 1, vcpus: 0.5, gb: 1 },
            { what: "Typesense", count: 1, vcpus: 0.5, gb: 4 },
            { what: "Qdrant", count: 1, vcpus: 0.5, gb: 2 },
          ]
        : []),
    ],
    filesGb: small ? 3 + tenants * (kept.auditGb + kept.searchMemoryGb + kept.vectorMemoryGb) * 2 : 0,
    managed: small
      ? null
      : {
          mongo: { name: mongo.size.name, clusters: mongo.count },
          // Three nodes so that a majority is left when one goes; a fifth of the memory stays free.
          searchGb: 3 * Math.max(4, tenants * kept.searchMemoryGb * 1.25),
          vectorGb: 2 * Math.max(4, tenants * kept.vectorMemoryGb * 1.25),
        },
    nat: { kind: tenants <= natInstancesUpTo ? "instance" : "gateway", count: zones },
  };
}

/** How many a second when most come, of so many in a month. */
export function perSecondAtPeak(inMonth: number): number {
  return (inMonth / (hoursPerMonth * 3_600)) * peakFactor;
}

function fit<S extends Size>(sizes: readonly S[], needed: number): { size: S; count: number } {
  const size = sizes.find(({ capacity }) => capacity >= needed) ?? sizes.at(-1);
  if (!size) throw new Error("A ladder has at least one size.");
  return { size, count: Math.max(1, Math.ceil(needed / size.capacity)) };
}
