/** Day the list was put together; every price is US dollars, on demand, in Frankfurt unless its page knows no regions. */
export const pricesOf = { date: "2026-11-26", region: "eu-central-1", currency: "USD" } as const;

export interface Price {
  usd: number;
  /** What one of it is. */
  per: string;
  /** The seller's page of prices. */
  source: string;
  /**
   * `confirmed`: the figure was found on the seller's page, in AWS's price list or as cost divided by quantity on a bill of this
   * region. `assumed`: only the page is known, the figure is what it is believed to say; check before a decision hangs on it.
   */
  basis: "confirmed" | "assumed";
  /** Cheaper beyond an amount: up to how many, at which price; the last holds for all above. */
  tiers?: readonly { upTo: number; usd: number }[];
}

const aws = "https://aws.amazon.com";
const confirmed = (usd: number, per: string, source: string): Price => ({ usd, per, source, basis: "confirmed" });
const assumed = (usd: number, per: string, source: string): Price => ({ usd, per, source, basis: "assumed" });

const lambda = `${aws}/lambda/pricing/`;
const fargate = `${aws}/fargate/pricing/`;
const rds = `${aws}/rds/postgresql/pricing/`;
const elasticache = `${aws}/elasticache/pricing/`;
const vpc = `${aws}/vpc/pricing/`;
const cloudfront = `${aws}/cloudfront/pricing/`;
const cloudwatch = `${aws}/cloudwatch/pricing/`;
const s3 = `${aws}/s3/pricing/`;
const atlas = "https://www.mongodb.com/pricing";
const anthropic = "https://claude.com/pricing#api";

export const prices = {
  lambdaRequest: confirmed(0.2e-6, "request", lambda),
  lambdaGbSecond: {
    ...confirmed(13.3334e-6, "GB-second on arm64", lambda),
    tiers: [
      { upTo: 7.5e9, usd: 13.3334e-6 },
      { upTo: 18.75e9, usd: 12.0001e-6 },
      { upTo: Number.POSITIVE_INFINITY, usd: 10.6667e-6 },
    ],
  },
  fargateVcpuHour: confirmed(0.03725, "vCPU-hour on arm64", fargate),
  fargateGbHour: confirmed(0.00409, "GB-hour on arm64", fargate),

  "db.t4g.medium": assumed(0.077, "instance-hour", rds),
  "db.t4g.large": assumed(0.153, "instance-hour", rds),
  "db.r7g.large": assumed(0.284, "instance-hour", rds),
  "db.r7g.xlarge": assumed(0.567, "instance-hour", rds),
  "db.r7g.2xlarge": assumed(1.134, "instance-hour", rds),
  "db.r7g.4xlarge": assumed(2.268, "instance-hour", rds),
  databaseGbMonth: confirmed(0.137, "GB-month of gp3, one zone", rds),
  databaseBackupGbMonth: assumed(0.103, "GB-month beyond what is provisioned", rds),
  databaseProxyVcpuHour: confirmed(0.018, "vCPU-hour of the database behind it", `${aws}/rds/proxy/pricing/`),

  "cache.t4g.small": assumed(0.036, "node-hour", elasticache),
  "cache.m7g.large": assumed(0.188, "node-hour", elasticache),
  "cache.r7g.large": assumed(0.263, "node-hour", elasticache),
  "cache.r7g.xlarge": assumed(0.525, "node-hour", elasticache),

  atlasM10Hour: assumed(0.09, "cluster-hour", atlas),
  atlasM30Hour: assumed(0.6, "cluster-hour", atlas),
  atlasM40Hour: assumed(1.16, "cluster-hour", atlas),
  atlasM50Hour: assumed(2.22, "cluster-hour", atlas),
  atlasM60Hour: assumed(4.38, "cluster-hour", atlas),
  typesenseGbHour: assumed(0.016, "GB-hour of memory of one node", "https://cloud.typesense.org/pricing"),
  qdrantGbHour: assumed(0.023, "GB-hour of memory of one node", "https://qdrant.tech/pricing/"),

  efsGbMonth: assumed(0.36, "GB-month", `${aws}/efs/pricing/`),
  efsTransferGb: assumed(0.05, "GB read or written, mixed", `${aws}/efs/pricing/`),
  backupGbMonth: assumed(0.06, "GB-month of a file system's backups", `${aws}/backup/pricing/`),
  s3GbMonth: assumed(0.0245, "GB-month", s3),
  s3Write: assumed(5.4e-6, "PUT, COPY, POST or LIST", s3),
  s3Read: confirmed(0.43e-6, "GET", s3),

  cloudfrontGb: {
    ...confirmed(0.085, "GB to viewers in Europe", cloudfront),
    tiers: [
      { upTo: 10_240, usd: 0.085 },
      { upTo: 51_200, usd: 0.08 },
      { upTo: 153_600, usd: 0.06 },
      { upTo: Number.POSITIVE_INFINITY, usd: 0.04 },
    ],
  },
  cloudfrontRequest: confirmed(1.2e-6, "HTTPS request in Europe", cloudfront),
  cloudfrontFunction: confirmed(0.1e-6, "run of a CloudFront function", cloudfront),
  cloudfrontKeyValueRead: assumed(0.03e-6, "read of the router's key-value store", cloudfront),
  edgeRequest: confirmed(0.6e-6, "run of Lambda@Edge", lambda),
  edgeGbSecond: assumed(50.01e-6, "GB-second of Lambda@Edge", lambda),

  natInstanceHour: confirmed(0.0048, "t4g.nano-hour", `${aws}/ec2/pricing/on-demand/`),
  natGatewayHour: confirmed(0.052, "gateway-hour", vpc),
  natGatewayGb: confirmed(0.052, "GB through the gateway", vpc),
  endpointHour: confirmed(0.012, "interface endpoint-hour in one zone", `${aws}/privatelink/pricing/`),
  endpointGb: confirmed(0.01, "GB through an endpoint", `${aws}/privatelink/pricing/`),
  addressHour: confirmed(0.005, "public IPv4 address-hour", vpc),
  balancerHour: confirmed(0.027, "load balancer-hour", `${aws}/elasticloadbalancing/pricing/`),
  balancerUnitHour: assumed(0.008, "capacity unit-hour", `${aws}/elasticloadbalancing/pricing/`),
  betweenZonesGb: confirmed(0.02, "GB from one zone to another, both directions", `${aws}/ec2/pricing/on-demand/`),
  outGb: assumed(0.09, "GB to the internet", `${aws}/ec2/pricing/on-demand/`),
  wafAclMonth: assumed(5, "web ACL", `${aws}/waf/pricing/`),
  wafRuleMonth: assumed(1, "rule", `${aws}/waf/pricing/`),
  wafRequest: assumed(0.6e-6, "request", `${aws}/waf/pricing/`),

  logGb: confirmed(0.63, "GB of logs taken in", cloudwatch),
  logGbMonth: confirmed(0.0324, "GB-month of logs kept", cloudwatch),
  metricMonth: assumed(0.3, "metric of our own", cloudwatch),
  alarmMonth: confirmed(0.1, "alarm", cloudwatch),
  dashboardMonth: confirmed(3, "dashboard", cloudwatch),
  mail: assumed(0.1e-3, "mail", `${aws}/ses/pricing/`),
  secretMonth: confirmed(0.4, "secret", `${aws}/secrets-manager/pricing/`),
  keyMonth: confirmed(1, "key of our own", `${aws}/kms/pricing/`),
  zoneMonth: confirmed(0.5, "hosted zone", `${aws}/route53/pricing/`),
  imageGbMonth: assumed(0.1, "GB-month of container images", `${aws}/ecr/pricing/`),
  scheduled: assumed(1e-6, "start by EventBridge Scheduler", `${aws}/eventbridge/pricing/`),

  standardInput: confirmed(3e-6, "input token, claude-sonnet-4-5", anthropic),
  standardOutput: confirmed(15e-6, "output token, claude-sonnet-4-5", anthropic),
  cheapInput: confirmed(1e-6, "input token, claude-haiku-4-5", anthropic),
  cheapOutput: confirmed(5e-6, "output token, claude-haiku-4-5", anthropic),
} as const satisfies Record<string, Price>;

export type PriceKey = keyof typeof prices;

/** What an amount costs, in US dollars. */
export function costOf(key: PriceKey, amount: number): number {
  const price: Price = prices[key];
  if (!price.tiers) return price.usd * amount;
  let below = 0;
  let usd = 0;
  for (const tier of price.tiers) {
    usd += Math.max(0, Math.min(amount, tier.upTo) - below) * tier.usd;
    below = tier.upTo;
  }
  return usd;
}
