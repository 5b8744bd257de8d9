import { metrics } from "#schema/metrics.ts";
import { queueNames } from "#schema/queues.ts";
import { connectionsPerTask, type Fleet, fleetFor, perSecondAtPeak } from "./fleet.ts";
import { hoursPerMonth, kept, moved, runKinds, seconds } from "./load.ts";
import { type Month, monthOf } from "./month.ts";
import { costOf, type PriceKey, prices } from "./prices.ts";

/** One line of the monthly bill. */
export interface Line {
  service: string;
  item: string;
  usd: number;
  /** One of its prices is assumed. */
  assumed: boolean;
}

export interface Bill {
  tenants: number;
  /** What Amazon and the stores' sellers are paid. */
  lines: Line[];
  /** What the models' provider is paid. */
  tokens: Line;
  infrastructure: number;
  total: number;
}

type Part = readonly [PriceKey, number];

function line(service: string, item: string, parts: readonly Part[]): Line {
  return {
    service,
    item,
    usd: parts.reduce((sum, [key, amount]) => sum + costOf(key, amount), 0),
    assumed: parts.some(([key]) => prices[key].basis === "assumed"),
  };
}

/** The bill of a production stage with so many tenants, as it is designed now. */
export function billFor(tenants: number): Bill {
  const month = monthOf(tenants);
  const fleet = fleetFor(month);
  const lines = [
    ...functionLines(month),
    ...databaseLines(fleet, tenants),
    ...storeLines(fleet, tenants),
    ...edgeLines(month),
    ...networkLines(month, fleet),
    ...operationLines(month),
  ].filter(({ usd }) => usd > 0);
  const tokens = tokenLine(month);
  const infrastructure = lines.reduce((sum, { usd }) => sum + usd, 0);
  return { tenants, lines, tokens, infrastructure, total: infrastructure + tokens.usd };
}

// Price tiers are those of a whole account: the kinds share what is cheaper, each by its part.
function functionLines({ calls }: Month): Line[] {
  const kinds = Object.values(calls);
  const allGbSeconds = kinds.reduce((sum, { gbSeconds }) => sum + gbSeconds, 0);
  const perGbSecond = costOf("lambdaGbSecond", allGbSeconds) / allGbSeconds;
  const of = (item: string, { count, gbSeconds }: Month["calls"]["agents"]): Line => {
    const { usd, ...rest } = line("Lambda", item, [["lambdaRequest", count]]);
    return { ...rest, usd: usd + gbSeconds * perGbSecond };
  };
  return [
    of("surfaces of the API", calls.surfaces),
    of("live streams (SSE)", calls.streams),
    of("agents", calls.agents),
    of("other workers", calls.workers),
    of("clocks", calls.clocks),
    of("portals (Next)", calls.portals),
  ];
}

function databaseLines({ postgres, redis }: Fleet, tenants: number): Line[] {
  const { name, shards, vcpus, storageGb } = postgres;
  return [
    line("RDS", "Postgres, two zones", [[name, shards * 2 * hoursPerMonth]]),
    line("RDS", "storage, two zones", [["databaseGbMonth", 2 * storageGb]]),
    line("RDS", "proxy", [["databaseProxyVcpuHour", shards * vcpus * hoursPerMonth]]),
    // 14 days of changes, a thirtieth of the data each, beside as much as is provisioned, which is free.
    line("RDS", "backups, 14 days", [["databaseBackupGbMonth", tenants * kept.databaseGb * 0.5]]),
    line("ElastiCache", "Redis, two zones", [[redis.name, redis.nodes * hoursPerMonth]]),
  ];
}

function storeLines({ tasks, filesGb, managed }: Fleet, tenants: number): Line[] {
  const onFargate = tasks.map(({ what, count, vcpus, gb }) =>
    line("Fargate", what, [
      ["fargateVcpuHour", count * vcpus * hoursPerMonth],
      ["fargateGbHour", count * gb * hoursPerMonth],
    ]),
  );
  const files = tenants * kept.filesGb;
  return [
    ...onFargate,
    line("EFS", "files of the stores in containers, and their backups", [
      ["efsGbMonth", filesGb],
      ["efsTransferGb", filesGb * 5],
      ["backupGbMonth", filesGb * 1.5],
    ]),
    ...(managed
      ? [
          line("MongoDB", "managed", [[managed.mongo.name, managed.mongo.clusters * hoursPerMonth]]),
          line("Typesense", "managed", [["typesenseGbHour", managed.searchGb * hoursPerMonth]]),
          line("Qdrant", "managed", [["qdrantGbHour", managed.vectorGb * hoursPerMonth]]),
        ]
      : []),
    // Versions that were replaced stay for a month.
    line("S3", "files, their versions, requests", [
      ["s3GbMonth", files * 1.1],
      ["s3Write", tenants * kept.fileWrites],
      ["s3Read", tenants * kept.fileReads],
    ]),
  ];
}

function edgeLines({ tenants, requests, pageLoads }: Month): Line[] {
  const all = requests + pageLoads * (1 + moved.filesPerPage);
  return [
    line("CloudFront", "to viewers", [
      ["cloudfrontGb", tenants * moved.toViewersGb],
      ["cloudfrontRequest", all],
      ["cloudfrontFunction", all],
      ["cloudfrontKeyValueRead", all],
    ]),
    line("CloudFront", "signing of requests at the edge", [
      ["edgeRequest", requests + pageLoads],
      ["edgeGbSecond", (requests + pageLoads) * seconds.edge * 0.125],
    ]),
    line("WAF", "one list of four rules", [
      ["wafAclMonth", 1],
      ["wafRuleMonth", 4],
      ["wafRequest", requests + pageLoads],
    ]),
  ];
}

function networkLines({ tenants }: Month, { nat }: Fleet): Line[] {
  const through = tenants * moved.throughNatGb;
  const addresses: Part = ["addressHour", nat.count * hoursPerMonth];
  return [
    nat.kind === "gateway"
      ? line("NAT", "out of the private network", [
          ["natGatewayHour", nat.count * hoursPerMonth],
          ["natGatewayGb", through],
          addresses,
        ])
      : line("NAT", "out of the private network", [["natInstanceHour", nat.count * hoursPerMonth], addresses]),
    line("Data transfer", "out, and between zones", [
      ["outGb", through * 0.2],
      ["betweenZonesGb", tenants * moved.betweenZonesGb],
    ]),
    line("Load balancer", "before the live gateway", [
      ["balancerHour", hoursPerMonth],
      ["balancerUnitHour", hoursPerMonth],
      ["addressHour", 2 * hoursPerMonth],
    ]),
  ];
}

/** Metrics are paid by name and set of dimensions. */
export const ownMetrics = Object.values(metrics).reduce(
  (sum, { dimensions }) => sum + ((dimensions as readonly string[]).includes("Queue") ? queueNames.length : 1),
  0,
);
const alarms = 30;

function operationLines({ calls, mails }: Month): Line[] {
  const allCalls = Object.values(calls).reduce((sum, { count }) => sum + count, 0);
  const logsGb = 1 + allCalls * moved.logGbPerCall;
  return [
    line("CloudWatch", "logs, kept a month", [
      ["logGb", logsGb],
      ["logGbMonth", logsGb],
    ]),
    line("CloudWatch", "metrics, alarms, a dashboard", [
      ["metricMonth", ownMetrics],
      ["alarmMonth", alarms],
      ["dashboardMonth", 1],
    ]),
    line("SES", "mails", [["mail", mails]]),
    line("Secrets, keys, names", "4 secrets, 2 keys, a zone, images", [
      ["secretMonth", 4],
      ["keyMonth", 2],
      ["zoneMonth", 1],
      ["imageGbMonth", 5],
    ]),
    line("EventBridge", "schedules", [["scheduled", calls.clocks.count]]),
  ];
}

function tokenLine({ runs }: Month): Line {
  const parts = Object.entries(runs).flatMap(([name, count]): Part[] => {
    const { tier, input, output } = runKinds[name as keyof typeof runs];
    return tier === "cheap"
      ? [
          ["cheapInput", count * input],
          ["cheapOutput", count * output],
        ]
      : [
          ["standardInput", count * input],
          ["standardOutput", count * output],
        ];
  });
  return line("Model provider", "tokens", parts);
}

/** The same streams held by tasks of one vCPU and 2 GB, two at least, which notice at once who left. */
export function streamsOnContainers(month: Month): { tasks: number; openAtPeak: number; usd: number } {
  const openAtPeak = perSecondAtPeak(month.streamSeconds);
  const tasks = Math.max(2, Math.ceil(openAtPeak / connectionsPerTask));
  const { usd } = line("Fargate", "streams", [
    ["fargateVcpuHour", tasks * hoursPerMonth],
    ["fargateGbHour", tasks * 2 * hoursPerMonth],
  ]);
  return { tasks, openAtPeak, usd };
}
