import { policy } from "./current.ts";
import { vpc } from "./network.ts";
import { secret } from "./secrets.ts";

const database = "leadmetrics";

const passwords = {
  migrator: secret("MIGRATOR_PASSWORD"),
  app: secret("APP_PASSWORD"),
  platform: secret("PLATFORM_PASSWORD"),
  auth: secret("AUTH_PASSWORD"),
};
type DatabaseRole = keyof typeof passwords;

/** The source of truth. Everybody comes in through the proxy, which shares few connections among many functions. */
export const postgres = new sst.aws.Postgres("Postgres", {
  vpc,
  version: "18",
  database,
  instance: policy.postgres.instance,
  storage: policy.postgres.storage,
  multiAz: policy.multiAz,
  proxy: { credentials: Object.entries(passwords).map(([username, { value }]) => ({ username, password: value })) },
  dev: { host: "localhost", username: "postgres", password: "in-the-local-cloud", database },
  transform: {
    parameterGroup: (args) => {
      args.parameters = [
        { name: "rds.force_ssl", value: "1" },
        { name: "log_min_duration_statement", value: "500" },
      ];
    },
    instance: (args) => {
      args.backupRetentionPeriod = policy.postgres.backupDays;
      args.copyTagsToSnapshot = true;
      args.deletionProtection = policy.protect;
      args.skipFinalSnapshot = policy.removal === "remove";
      args.finalSnapshotIdentifier = `${$app.name}-${$app.stage}-final`;
      args.enabledCloudwatchLogsExports = ["postgresql"];
    },
    proxy: (args) => {
      args.requireTls = true;
    },
  },
});

/** Where a role of the database comes in. The proxy's certificate is one that everybody trusts. */
export function databaseUrl(role: DatabaseRole): $util.Output<string> {
  return urlOf(role, passwords[role].value);
}

/** The login that makes the roles; only the release step has it. */
export const masterDatabaseUrl = urlOf(postgres.username, postgres.password);

function urlOf(username: $util.Input<string>, password: $util.Input<string>): $util.Output<string> {
  const escaped = $util.output(password).apply(encodeURIComponent);
  return $interpolate`postgres://${username}:${escaped}@${postgres.host}:${postgres.port}/${database}?sslmode=verify-full`;
}
