import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import { Config } from "#schema/config.ts";

/** Values that are neither given away nor hidden: settings anybody may see. Everything else that a stage gives is sealed. */
const open = new Set([
  "STAGE",
  "RELEASE",
  "LOG_LEVEL",
  "DATABASE_POOL",
  "S3_REGION",
  "MAIL_FROM",
  "API_URL",
  "DASHBOARD_URL",
  "DM_URL",
  "MANAGE_URL",
  "INVOKE_URL",
  "INVOKE_PREFIX",
  "METRICS_NAMESPACE",
  "DEV_ALLOWED_EMAIL_DOMAINS",
]);

/** Values that no stage gives: AWS does, the container does, or a default holds. */
const given = new Set([
  "S3_ENDPOINT",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
  "PASSKEY_RP_ID",
  "API_PORT",
  "INVOKE_PORT",
  "GATEWAY_PORT",
  "HOST",
  "HEALTH_PORT",
  "STOP_GRACE_MS",
  "SELLER_GST_STATE",
  "SELLER_LUT",
  "MAIL_EVENTS_KEY",
  "MAIL_REPLY_DOMAIN",
  "MAIL_REPLY_KEY",
  "WEB_SEARCH_URL",
  "WEB_SEARCH_KEY",
  "CHANNEL_APIS_URL",
  "GOOGLE_ADS_DEVELOPER_TOKEN",
  "IMAGE_URL",
  "CHANNEL_APIS_URL",
  "GOOGLE_ADS_DEVELOPER_TOKEN",
  "IMAGE_KEY",
  "IMAGE_MODEL",
  "VIDEO_URL",
  "VIDEO_KEY",
  "VIDEO_SECOND_URL",
  "VIDEO_SECOND_KEY",
  "VIDEO_MODEL",
  "GOOGLE_CLIENT_ID",
  "GOOGLE_CLIENT_SECRET",
  "META_CLIENT_ID",
  "META_CLIENT_SECRET",
  "LINKEDIN_CLIENT_ID",
  "LINKEDIN_CLIENT_SECRET",
  "GITHUB_CLIENT_ID",
  "GITHUB_CLIENT_SECRET",
  "HUBSPOT_CLIENT_ID",
  "HUBSPOT_CLIENT_SECRET",
]);

interface Needs {
  plain: string[];
  sealed: string[];
}

interface Bundles {
  paths: Record<string, { names: string[] }>;
}

let read: Bundles | undefined;
const bundles = (): Bundles =>
  (read ??= JSON.parse(readFileSync(join(root, "dist/functions/bundles.json"), "utf8")) as Bundles);

/** What the code behind a path reads of the configuration, told from its bundle alone. */
export function needs(path: string): Needs {
  const names = bundles().paths[path]?.names ?? [];
  const mentioned = names.filter((name) => Object.hasOwn(Config.shape, name) && !given.has(name));
  return { plain: mentioned.filter((name) => open.has(name)), sealed: mentioned.filter((name) => !open.has(name)) };
}
