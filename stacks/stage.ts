/** What a stage is for. `local` has nothing at AWS; any name that is not one of the other three is somebody's own. */
export type StageKind = "local" | "personal" | "staging" | "production";

/** Room of one kind of container: how much each task has and how many there are. */
interface Fleet {
  cpu: "0.25 vCPU" | "0.5 vCPU" | "1 vCPU" | "2 vCPU";
  memory: `${number} GB`;
  min: number;
  max: number;
}

/** What differs between stages; everything else is the same everywhere. */
export interface StagePolicy {
  kind: StageKind;
  /** What happens to databases and buckets when the stage, or only they, are taken away. */
  removal: "remove" | "retain";
  /** Whether `sst remove` is refused. */
  protect: boolean;
  zones: number;
  nat: "ec2" | "managed";
  /** Whether databases keep a second copy in another zone. */
  multiAz: boolean;
  /** Where the audit log and the two indexes live: in containers of ours, or with their makers, by URL. */
  stores: "containers" | "managed";
  postgres: { instance: string; storage: `${number} GB`; backupDays: number };
  redis: { instance: string; copies: number; snapshotDays: number };
  dispatcher: Fleet;
  gateway: Fleet;
  logsKept: "1 week" | "1 month" | "1 year";
  /** Whether files of legal weight can be deleted by somebody allowed to, or by nobody, while their time runs. */
  legalLock: { mode: "GOVERNANCE" | "COMPLIANCE"; days: number };
  /** Requests that one address may make in five minutes. */
  requestsPerAddress: number;
}

const policies: Record<StageKind, Omit<StagePolicy, "kind">> = {
  local: {
    ...common("remove"),
    postgres: { instance: "t4g.micro", storage: "20 GB", backupDays: 1 },
    redis: { instance: "t4g.micro", copies: 1, snapshotDays: 0 },
    dispatcher: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 1, max: 1 },
    gateway: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 1, max: 1 },
    logsKept: "1 week",
  },
  personal: {
    ...common("remove"),
    postgres: { instance: "t4g.micro", storage: "20 GB", backupDays: 1 },
    redis: { instance: "t4g.micro", copies: 1, snapshotDays: 0 },
    dispatcher: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 1, max: 1 },
    gateway: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 1, max: 1 },
    logsKept: "1 week",
  },
  staging: {
    ...common("remove"),
    postgres: { instance: "t4g.medium", storage: "50 GB", backupDays: 7 },
    redis: { instance: "t4g.small", copies: 1, snapshotDays: 1 },
    dispatcher: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 2, max: 4 },
    gateway: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 2, max: 4 },
    logsKept: "1 month",
  },
  // What the load of stacks/cost wants for up to some 1,700 tenants.
  production: {
    removal: "retain",
    protect: true,
    zones: 2,
    nat: "managed",
    multiAz: true,
    stores: "managed",
    postgres: { instance: "r7g.large", storage: "500 GB", backupDays: 14 },
    redis: { instance: "t4g.small", copies: 2, snapshotDays: 7 },
    dispatcher: { cpu: "0.5 vCPU", memory: "1 GB", min: 2, max: 10 },
    gateway: { cpu: "0.25 vCPU", memory: "0.5 GB", min: 2, max: 20 },
    logsKept: "1 year",
    legalLock: { mode: "COMPLIANCE", days: 8 * 365 },
    requestsPerAddress: 10_000,
  },
};

function common(removal: "remove") {
  return {
    removal,
    protect: false,
    zones: 2,
    nat: "ec2",
    multiAz: false,
    stores: "containers",
    legalLock: { mode: "GOVERNANCE", days: 1 },
    requestsPerAddress: 10_000,
  } as const;
}

/** The kind of a stage by its name. */
export function kindOf(name: string): StageKind {
  return name === "local" || name === "staging" || name === "production" ? name : "personal";
}

/**
 * The policy of a stage. Its name becomes part of every name at AWS.
 * @throws for a name that is too long or has characters that AWS refuses somewhere
 */
export function policyOf(name: string): StagePolicy {
  if (!/^[a-z][a-z0-9-]{0,11}$/.test(name))
    throw new Error(
      `A stage is named by up to 12 small letters, digits and hyphens, a letter first; "${name}" is not. Choose another with --stage.`,
    );
  const kind = kindOf(name);
  return { kind, ...policies[kind] };
}

/** What whoever deploys says by environment variables; none of it is a secret. */
export interface Settings {
  /** Domain of the stage: the portals are `dashboard.`, `dm.` and `manage.` of it. */
  domain: string;
  region: string;
  alarmEmail: string;
  budgetUsd: number;
  /** Policy that bounds every role, where the account wants one. */
  boundaryArn?: string;
}

/**
 * Reads the settings of a deployment. `DEPLOY_DOMAIN` is the company's domain; production has it, every other stage its own
 * name in front of it.
 * @throws naming the variable that is missing or malformed
 */
export function settingsOf(stage: string, given: Record<string, string | undefined>): Settings {
  const domain = wanted(
    given,
    "DEPLOY_DOMAIN",
    /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/,
    "the company's domain, e.g. example.com",
  );
  const boundaryArn = given["DEPLOY_BOUNDARY_ARN"];
  const budget = wanted(given, "DEPLOY_BUDGET_USD", /^\d{1,7}$/, "whole US dollars a month above which to warn", "500");
  return {
    domain: kindOf(stage) === "production" ? domain : `${stage}.${domain}`,
    region: wanted(given, "DEPLOY_REGION", /^[a-z]{2}-[a-z]+-\d$/, "an AWS region", "eu-central-1"),
    alarmEmail: wanted(
      given,
      "DEPLOY_ALARM_EMAIL",
      /^[^@\s]+@[^@\s]+$/,
      "an address that alarms are sent to",
      `ops@${domain}`,
    ),
    budgetUsd: Number(budget),
    ...(boundaryArn ? { boundaryArn } : {}),
  };
}

function wanted(
  given: Record<string, string | undefined>,
  name: string,
  form: RegExp,
  meaning: string,
  otherwise?: string,
): string {
  const value = given[name] || otherwise;
  if (value === undefined || !form.test(value))
    throw new Error(`${name} must be ${meaning}; it is ${value === undefined ? "not set" : `"${value}"`}.`);
  return value;
}
