import type { Change } from "./synth/program.ts";

/** A mistake that somebody could make in the stacks. */
export interface Mistake extends Change {
  what: string;
  /** Part of the sentence that tells of it. */
  noticed: string;
  stage?: "staging" | "production";
}

/** Each turns a promise red, which says what is wrong. Those without a stage are made in staging. */
export const mistakes: readonly Mistake[] = [
  {
    what: "the dispatcher may invoke no worker",
    noticed: "is not the dispatcher's",
    file: "stacks/dispatcher.ts",
    from: "args.managedPolicyArns = invoke;",
    to: "args.managedPolicyArns = [];",
  },
  {
    what: "the dispatcher may invoke everything",
    noticed: "DispatcherInvoke0 may lambda:InvokeFunction everywhere",
    file: "stacks/dispatcher.ts",
    from: 'statements: [{ actions: ["lambda:InvokeFunction"], resources }]',
    to: 'statements: [{ actions: ["lambda:InvokeFunction"], resources: ["*"] }]',
  },
  {
    what: "Redis in cluster mode",
    noticed: "it is in cluster mode",
    file: "stacks/redis.ts",
    from: "cluster: false,",
    to: "",
  },
  {
    what: "Redis that evicts",
    noticed: "it evicts: allkeys-lru",
    file: "stacks/redis.ts",
    from: '"noeviction"',
    to: '"allkeys-lru"',
  },
  {
    what: "Redis without TLS in its URL",
    noticed: "its URL is redis://",
    file: "stacks/redis.ts",
    from: "`rediss://",
    to: "`redis://",
  },
  {
    what: "a public bucket",
    noticed: "FilesBucket can be made public",
    file: "stacks/buckets.ts",
    from: 'new sst.aws.Bucket("Files", {\n  versioning: true,',
    to: 'new sst.aws.Bucket("Files", {\n  access: "public",\n  versioning: true,',
  },
  {
    what: "files without versions",
    noticed: "FilesBucket keeps no versions",
    file: "stacks/buckets.ts",
    from: 'new sst.aws.Bucket("Files", {\n  versioning: true,',
    to: 'new sst.aws.Bucket("Files", {',
  },
  {
    what: "files open to pages of any origin",
    noticed: "FilesBucket: origin * is too many",
    file: "stacks/buckets.ts",
    from: "allowOrigins: portals,",
    to: 'allowOrigins: ["*"],',
  },
  {
    what: "legal records that anybody may unlock in production",
    noticed: '"mode":"GOVERNANCE"',
    file: "stacks/stage.ts",
    from: 'mode: "COMPLIANCE"',
    to: 'mode: "GOVERNANCE"',
    stage: "production",
  },
  {
    what: "no alarm for dead letters",
    noticed: "nobody is told of DeadLettersOpen",
    file: "stacks/alarms.ts",
    from: 'metric: own("DeadLettersOpen"),',
    to: 'metric: own("QueueLagMs"),',
  },
  {
    what: "alarms that tell nobody",
    noticed: "tells nobody",
    file: "stacks/alarms.ts",
    from: "alarmActions: [alarms.arn],",
    to: "alarmActions: [],",
  },
  {
    what: "a silent dispatcher that wakes nobody",
    noticed: "a dispatcher that tells no QueueLagMs wakes nobody",
    file: "stacks/alarms.ts",
    from: 'silenceIsBad ? "breaching" : "notBreaching"',
    to: '"notBreaching"',
  },
  {
    what: "a wildcard permission for files",
    noticed: "may s3:*",
    file: "stacks/buckets.ts",
    from: 'actions: ["s3:ListBucket"]',
    to: 'actions: ["s3:*"]',
  },
  {
    what: "every function linked to everything",
    noticed: "clock-approvals-expire: link SmtpUrl is too many",
    file: "stacks/needs.ts",
    from: "const wanted = keysOf(path).map((key) => [key, values[key]] as const);",
    to: "const wanted = (bundleOf(path) ? Object.keys(values).filter(isKey) : []).map((key) => [key, values[key]] as const);",
  },
  {
    what: "a function without the link to Redis",
    noticed: "link RedisUrl is missing",
    file: "stacks/needs.ts",
    from: "return bundleOf(path).names.filter(isKey).toSorted();",
    to: 'return bundleOf(path).names.filter(isKey).filter((key) => key !== "REDIS_URL").toSorted();',
  },
  {
    what: "secrets in clear among the settings of functions",
    noticed: "api-auth shows a secret",
    file: "stacks/needs.ts",
    from: '"plain" in value ? [[key, value.plain]] : []',
    to: '"plain" in value ? [[key, value.plain]] : [[key, (value as { value: Text }).value]]',
  },
  {
    what: "a function missing for a queue",
    noticed: "function publish__blog is missing",
    file: "stacks/workers.ts",
    from: '.filter((fn) => fn.trigger === "queue")',
    to: '.filter((fn) => fn.trigger === "queue" && fn.queue !== "publish__blog")',
  },
  {
    what: "Lambda retries what the queue retries already",
    noticed: "Lambda retries agent__blog-writer",
    file: "stacks/workers.ts",
    from: "retries: 0,",
    to: "retries: 2,",
  },
  {
    what: "workers without slots of their own",
    noticed: "has undefined slots",
    file: "stacks/workers.ts",
    from: "concurrency: { reserved: fn.concurrency },",
    to: "",
  },
  {
    what: "a schedule without time zone",
    noticed: "has no time zone of its own",
    file: "stacks/clocks.ts",
    from: "    timezone,\n",
    to: "",
  },
  {
    what: "schedules that sleep",
    noticed: "sleeps",
    file: "stacks/clocks.ts",
    from: "enabled: !$dev,",
    to: "enabled: $dev,",
  },
  {
    what: "production without protection",
    noticed: "it can be removed",
    file: "stacks/stage.ts",
    from: "protect: true,",
    to: "protect: false,",
    stage: "production",
  },
  {
    what: "production that deletes what is taken out of the stacks",
    noticed: "what is taken out of the stacks is removed",
    file: "sst.config.ts",
    from: "removal, protect, providers",
    to: 'removal: "remove", protect, providers',
    stage: "production",
  },
  {
    what: "production in one zone",
    noticed: "the database is in one zone",
    file: "stacks/postgres.ts",
    from: "multiAz: policy.multiAz,",
    to: "",
    stage: "production",
  },
  {
    what: "production without backups",
    noticed: "the database cannot go back as far",
    file: "stacks/postgres.ts",
    from: "args.backupRetentionPeriod = policy.postgres.backupDays;",
    to: "args.backupRetentionPeriod = 0;",
    stage: "production",
  },
  {
    what: "a database that takes connections without TLS",
    noticed: "it works without TLS",
    file: "stacks/postgres.ts",
    from: '{ name: "rds.force_ssl", value: "1" },',
    to: '{ name: "rds.force_ssl", value: "0" },',
  },
  {
    what: "functions that go past the proxy",
    noticed: "the proxy does not know app",
    file: "stacks/postgres.ts",
    from: "proxy: { credentials: Object.entries(passwords)",
    to: "proxy: $dev && { credentials: Object.entries(passwords)",
  },
  {
    what: "function URLs that answer anybody",
    noticed: "answers anybody",
    file: "stacks/router.ts",
    from: 'protection: "oac-with-edge-signing",',
    to: "",
  },
  {
    what: "no limit per address at the router",
    noticed: "not all limits are",
    file: "stacks/router.ts",
    from: "rateLimitPerIp: policy.requestsPerAddress,",
    to: "rateLimitPerIp: 20_000_000,",
  },
  {
    what: "live events that are buffered",
    noticed: "api-live answers BUFFERED",
    file: "stacks/api.ts",
    from: "streaming: fn.streaming,\n      url:",
    to: "streaming: false,\n      url:",
  },
  {
    what: "pages that win over the API at their host",
    noticed: "/api/auth/v1/things leads to portal",
    file: "stacks/api.ts",
    from: "`*****.$",
    to: "`*.$",
  },
  {
    what: "a caller that is believed about his address",
    noticed: "believes its caller",
    file: "stacks/edge.ts",
    from: "={value:event.viewer.ip};",
    to: "=hd.host;",
  },
  {
    what: "new code that serves before the database is ready for it",
    noticed: "does not wait",
    file: "stacks/release.ts",
    from: "if (ran) opts.dependsOn = [ran];",
    to: "if (!ran) opts.dependsOn = [];",
  },
  {
    what: "a release step that starts before its stores",
    noticed: "the release step does not wait for PostgresProxyTarget",
    file: "stacks/release.ts",
    from: "{ dependsOn: stores },",
    to: "{ dependsOn: stores.slice(1) },",
  },
  {
    what: "containers that keep an old secret",
    noticed: "Dispatcher keeps an old secret",
    file: "stacks/container.ts",
    from: "PARAMETER_VERSIONS: sealed.versions",
    to: "",
  },
  {
    what: "one dispatcher",
    noticed: "Dispatcher runs but once",
    file: "stacks/stage.ts",
    from: 'dispatcher: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 2, max: 4 },',
    to: 'dispatcher: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 1, max: 4 },',
  },
  {
    what: "a dispatcher that does not grow with its queues",
    noticed: "Dispatcher does not grow by QueueLagMs",
    file: "stacks/dispatcher.ts",
    from: "if (max > min) scaleBy",
    to: "if (max < min) scaleBy",
  },
  {
    what: "containers that are killed in the middle of their work",
    noticed: "Dispatcher is killed after 10 s",
    file: "stacks/container.ts",
    from: "stopTimeout: 120,",
    to: "stopTimeout: 10,",
  },
  {
    what: "containers in public subnets",
    noticed: "DispatcherService has an address outside",
    file: "stacks/network.ts",
    from: "containerSubnets: vpc.privateSubnets,",
    to: "containerSubnets: vpc.publicSubnets,",
  },
  {
    what: "two MongoDBs on the same files",
    noticed: "two Mongo may run at once",
    file: "stacks/store.ts",
    from: "args.deploymentMaximumPercent = 100;",
    to: "",
  },
  {
    what: "stores that are not copied",
    noticed: "mongodatafilesystem is not copied",
    file: "stacks/backups.ts",
    from: ", ...storeData]",
    to: "]",
  },
  {
    what: "the gateway without its limit",
    noticed: "it has no limit per address",
    file: "stacks/index.ts",
    from: 'import "./waf.ts";\n',
    to: "",
  },
  {
    what: "a mail login that may do anything",
    noticed: "its login may do more",
    file: "stacks/email.ts",
    from: 'actions: ["ses:SendRawEmail"]',
    to: 'actions: ["ses:*"]',
  },
  {
    what: "logs that are kept for ever",
    noticed: "ApiAuthLogGroup is kept",
    file: "stacks/lambda.ts",
    from: "logging: { retention: policy.logsKept },",
    to: 'logging: { retention: "forever" },',
  },
  {
    what: "a role that the whole account may take",
    noticed: "api-auth trusts",
    file: "stacks/lambda.ts",
    from: ", role: onlyForLambda",
    to: "",
  },
  {
    what: "no budget",
    noticed: "nobody is told",
    file: "stacks/budget.ts",
    from: "subscriberEmailAddresses: [settings.alarmEmail],",
    to: "",
  },
];

/** The mistakes of a stage in as few groups as can be made at once: two that change the same text are not made together. */
export function groupsOf(stage: "staging" | "production"): Mistake[][] {
  const groups: Mistake[][] = [];
  for (const mistake of mistakes.filter((each) => (each.stage ?? "staging") === stage)) {
    const clashes = ({ file, from }: Mistake): boolean =>
      file === mistake.file && (from.includes(mistake.from) || mistake.from.includes(from));
    const free = groups.find((group) => !group.some(clashes));
    if (free) free.push(mistake);
    else groups.push([mistake]);
  }
  return groups;
}
