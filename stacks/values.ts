import type { ConfigKey } from "../schema/config.ts";
import { linkName } from "../schema/link.ts";
import { metricsNamespace } from "../schema/metrics.ts";
import { access, files, legal } from "./buckets.ts";
import { functionPrefix, hosts, settings } from "./current.ts";
import { mailFrom, smtpUrl } from "./email.ts";
import { mongoAdminUri, mongoUri } from "./mongo.ts";
import { databaseUrl, masterDatabaseUrl } from "./postgres.ts";
import { qdrantUrl } from "./qdrant.ts";
import { redisUrl } from "./redis.ts";
import { secret } from "./secrets.ts";
import { typesenseUrl } from "./typesense.ts";

type Text = $util.Input<string>;

/**
 * How a value of the configuration comes to what reads it: `plain` as environment variable, `sealed` by a link (in a container as
 * encrypted parameter) with what it permits, `elsewhere` not from a stack: a default holds, or AWS itself gives it.
 */
type Value =
  | { plain: Text }
  | { sealed: sst.Secret | sst.Linkable<{ value: Text }>; value: Text; permits?: boolean }
  | "elsewhere";

/** Every value there is; one that is missing here does not compile. */
export const values: Record<ConfigKey, Value> = {
  STAGE: plain($app.stage),
  RELEASE: plain(process.env["RELEASE"] ?? "unknown"),
  LOG_LEVEL: plain("info"),
  DATABASE_URL: sealed("DATABASE_URL", databaseUrl("app")),
  PLATFORM_DATABASE_URL: sealed("PLATFORM_DATABASE_URL", databaseUrl("platform")),
  AUTH_DATABASE_URL: sealed("AUTH_DATABASE_URL", databaseUrl("auth")),
  MIGRATOR_DATABASE_URL: sealed("MIGRATOR_DATABASE_URL", databaseUrl("migrator")),
  MASTER_DATABASE_URL: sealed("MASTER_DATABASE_URL", masterDatabaseUrl),
  DATABASE_POOL: plain("2"),
  REDIS_URL: sealed("REDIS_URL", redisUrl),
  MONGODB_URI: ofStore("MONGODB_URI", mongoUri),
  MONGODB_ADMIN_URI: ofStore("MONGODB_ADMIN_URI", mongoAdminUri),
  TYPESENSE_URL: ofStore("TYPESENSE_URL", typesenseUrl),
  TYPESENSE_API_KEY: given("TYPESENSE_API_KEY"),
  QDRANT_URL: ofStore("QDRANT_URL", qdrantUrl),
  QDRANT_API_KEY: given("QDRANT_API_KEY"),
  S3_REGION: plain(settings.region),
  S3_BUCKET: sealed("S3_BUCKET", files.name, access(files, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])),
  S3_LEGAL_BUCKET: sealed("S3_LEGAL_BUCKET", legal.name, access(legal, ["s3:GetObject", "s3:PutObject"])),
  SMTP_URL: sealed("SMTP_URL", smtpUrl),
  MAIL_FROM: plain(mailFrom),
  MAIL_EVENTS_KEY: ofDeployment("MAIL_EVENTS_KEY"),
  MAIL_REPLY_DOMAIN: ofDeployment("MAIL_REPLY_DOMAIN"),
  MAIL_REPLY_KEY: ofDeployment("MAIL_REPLY_KEY"),
  API_URL: plain(`https://${hosts.api}`),
  DASHBOARD_URL: plain(`https://${hosts.dashboard}`),
  DM_URL: plain(`https://${hosts.dm}`),
  MANAGE_URL: plain(`https://${hosts.manage}`),
  INVOKE_URL: plain(`https://lambda.${settings.region}.amazonaws.com`),
  INVOKE_PREFIX: plain(functionPrefix),
  AUTH_SECRET: given("AUTH_SECRET"),
  AUTH_SIGNING_KEY: given("AUTH_SIGNING_KEY"),
  AUTH_VERIFY_KEYS: given("AUTH_VERIFY_KEYS"),
  PROVIDER_CONFIG_ENCRYPTION_KEY: given("PROVIDER_CONFIG_ENCRYPTION_KEY"),
  CURSOR_SECRET: given("CURSOR_SECRET"),
  METRICS_NAMESPACE: plain(metricsNamespace),
  // Mail of a stage that is not production goes to the company's own people only.
  DEV_ALLOWED_EMAIL_DOMAINS: plain(settings.alarmEmail.split("@")[1] ?? settings.domain),
  SELLER_GST_STATE: ofDeployment("SELLER_GST_STATE"),
  SELLER_LUT: ofDeployment("SELLER_LUT"),
  WEB_SEARCH_KEY: optional("WEB_SEARCH_KEY"),
  WEB_SEARCH_URL: "elsewhere",
  CHANNEL_APIS_URL: "elsewhere",
  GOOGLE_ADS_DEVELOPER_TOKEN: optional("GOOGLE_ADS_DEVELOPER_TOKEN"),
  IMAGE_KEY: optional("IMAGE_KEY"),
  IMAGE_URL: "elsewhere",
  IMAGE_MODEL: "elsewhere",
  VIDEO_KEY: optional("VIDEO_KEY"),
  VIDEO_URL: "elsewhere",
  VIDEO_SECOND_KEY: optional("VIDEO_SECOND_KEY"),
  VIDEO_SECOND_URL: ofDeployment("VIDEO_SECOND_URL"),
  VIDEO_MODEL: "elsewhere",
  GOOGLE_CLIENT_ID: ofDeployment("GOOGLE_CLIENT_ID"),
  GOOGLE_CLIENT_SECRET: optional("GOOGLE_CLIENT_SECRET"),
  META_CLIENT_ID: ofDeployment("META_CLIENT_ID"),
  META_CLIENT_SECRET: optional("META_CLIENT_SECRET"),
  LINKEDIN_CLIENT_ID: ofDeployment("LINKEDIN_CLIENT_ID"),
  LINKEDIN_CLIENT_SECRET: optional("LINKEDIN_CLIENT_SECRET"),
  GITHUB_CLIENT_ID: ofDeployment("GITHUB_CLIENT_ID"),
  GITHUB_CLIENT_SECRET: optional("GITHUB_CLIENT_SECRET"),
  HUBSPOT_CLIENT_ID: ofDeployment("HUBSPOT_CLIENT_ID"),
  HUBSPOT_CLIENT_SECRET: optional("HUBSPOT_CLIENT_SECRET"),
  S3_ENDPOINT: "elsewhere",
  S3_ACCESS_KEY_ID: "elsewhere",
  S3_SECRET_ACCESS_KEY: "elsewhere",
  PASSKEY_RP_ID: "elsewhere",
  API_PORT: "elsewhere",
  INVOKE_PORT: "elsewhere",
  GATEWAY_PORT: "elsewhere",
  HOST: "elsewhere",
  HEALTH_PORT: "elsewhere",
  STOP_GRACE_MS: "elsewhere",
};

// Functions that run on the developer's machine read the stores of the local cloud.
function plain(value: Text): Value {
  return { plain: value };
}

function sealed(key: ConfigKey, deployed: Text, include: ReturnType<typeof access> = []): Value {
  const value = $dev ? (process.env[key] ?? "") : deployed;
  const link = new sst.Linkable(linkName(key), { properties: { value }, include });
  return { sealed: link, value, permits: include.length > 0 };
}

function given(name: Parameters<typeof secret>[0]): Value {
  const found = secret(name);
  return { sealed: found, value: found.value };
}

/** Of a store in a container here, else of one whose makers gave its address. */
function ofStore(
  key: "MONGODB_URI" | "MONGODB_ADMIN_URI" | "TYPESENSE_URL" | "QDRANT_URL",
  here: Text | undefined,
): Value {
  return here === undefined && !$dev ? given(key) : sealed(key, here ?? "");
}

function optional(key: ConfigKey): Value {
  const value = process.env[key];
  return value ? sealed(key, value) : "elsewhere";
}

function ofDeployment(key: ConfigKey): Value {
  const value = process.env[key];
  return value ? { plain: value } : "elsewhere";
}
