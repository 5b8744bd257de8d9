import type { PortName, Ports } from "./ports.ts";
import { type Secrets, secretNames } from "./secrets.ts";
import { superuserUrl } from "./services/postgres.ts";
import { type RolePasswords, roleUrls } from "./services/postgres-roles.ts";

/** The stores of the product and the variable that, when given, names a server to use instead of the embedded one. */
export const storeVariables = {
  postgres: "DATABASE_URL",
  redis: "REDIS_URL",
  mongo: "MONGODB_URI",
  typesense: "TYPESENSE_URL",
  qdrant: "QDRANT_URL",
  s3: "S3_ENDPOINT",
  smtp: "SMTP_URL",
} as const satisfies Partial<Record<PortName, string>>;

export type StoreName = keyof typeof storeVariables;

/** Stores that come from outside: their variable is set and not empty. */
export function externalStores(given: NodeJS.ProcessEnv): Set<StoreName> {
  const stores = Object.keys(storeVariables) as StoreName[];
  return new Set(stores.filter((store) => (given[storeVariables[store]] ?? "") !== ""));
}

/** URL of the database superuser: the given `DATABASE_URL`, else that of the embedded server. */
export function databaseSuperuserUrl(ports: Ports, secrets: Secrets, given: NodeJS.ProcessEnv): string {
  return given["DATABASE_URL"] || superuserUrl({ port: ports.postgres, password: secrets.POSTGRES_PASSWORD });
}

/** Passwords of the database roles. */
export function rolePasswords(secrets: Secrets): RolePasswords {
  return {
    migrator: secrets.MIGRATOR_PASSWORD,
    app: secrets.APP_PASSWORD,
    platform: secrets.PLATFORM_PASSWORD,
    auth: secrets.AUTH_PASSWORD,
  };
}

export type EnvironmentOptions = { ports: Ports; secrets: Secrets; given?: NodeJS.ProcessEnv };

/**
 * Every variable the product's processes read. What the caller's environment gives wins, except the stage and the database
 * roles, which are derived from the given superuser's URL.
 */
export function buildEnvironment({ ports, secrets, given = process.env }: EnvironmentOptions): Record<string, string> {
  const roles = roleUrls(databaseSuperuserUrl(ports, secrets, given), rolePasswords(secrets));
  const stores = { ...storeDefaults(ports), ...auditLog(ports, secrets, given) };
  const defaults = { ...stores, ...placeDefaults(ports), ...keys(secrets), ...plainDefaults };
  const chosen = Object.entries(defaults).map(([name, value]) => [name, given[name] || value] as const);
  return {
    ...Object.fromEntries(chosen),
    DATABASE_URL: roles.app,
    PLATFORM_DATABASE_URL: roles.platform,
    AUTH_DATABASE_URL: roles.auth,
    MIGRATOR_DATABASE_URL: roles.migrator,
    STAGE: "local",
  };
}

const portalNames = [
  "API_URL",
  "LIVE_URL",
  "DASHBOARD_URL",
  "DM_URL",
  "MANAGE_URL",
  "SIMULATOR_URL",
  "SITE_URL",
  "INBOX_URL",
  "LOG_LEVEL",
  "STAGE",
];

/** The part of the environment that a portal's server may know: addresses, no secrets. */
export function portalEnvironment(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(portalNames.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** The environment with every secret, also those inside URLs, replaced by `***`. */
export function withoutSecrets(env: Record<string, string>): Record<string, string> {
  const shown = Object.entries(env).map(([name, value]) => {
    return [name, secretNames.includes(name) ? "***" : value.replace(/(:\/\/[^:/@]+:)[^@]+@/, "$1***@")] as const;
  });
  return Object.fromEntries(shown);
}

const plainDefaults = {
  LOG_LEVEL: "info",
  MAIL_FROM: "Leadmetrics <no-reply@leadmetrics.local>",
  S3_REGION: "us-east-1",
  S3_BUCKET: "leadmetrics",
  S3_LEGAL_BUCKET: "leadmetrics-legal",
  OFFLINE_PACE_MS: "10",
};

function storeDefaults(ports: Ports): Record<string, string> {
  return {
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    TYPESENSE_URL: `http://127.0.0.1:${ports.typesense}`,
    QDRANT_URL: `http://127.0.0.1:${ports.qdrant}`,
    S3_ENDPOINT: `http://127.0.0.1:${ports.s3}`,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
  };
}

/** A given server is used with the login it is given with; of ours the product may append, and migrations may change things. */
function auditLog({ mongo }: Ports, secrets: Secrets, given: NodeJS.ProcessEnv): Record<string, string> {
  const { MONGODB_URI, MONGODB_ADMIN_URI } = given;
  if (MONGODB_URI) return { MONGODB_URI, MONGODB_ADMIN_URI: MONGODB_ADMIN_URI || MONGODB_URI };
  return {
    MONGODB_URI: `mongodb://audit:${secrets.AUDIT_PASSWORD}@127.0.0.1:${mongo}/leadmetrics`,
    MONGODB_ADMIN_URI: `mongodb://root:${secrets.MONGO_PASSWORD}@127.0.0.1:${mongo}/leadmetrics?authSource=admin`,
  };
}

/** Addresses people see are on `localhost`, as passkeys and cookies want a name; servers listen on 127.0.0.1. */
function placeDefaults(ports: Ports): Record<string, string> {
  const outside = [ports.simulators, ports.site];
  return {
    API_URL: `http://localhost:${ports.api}`,
    API_PORT: String(ports.api),
    INVOKE_URL: `http://127.0.0.1:${ports.invoke}`,
    INVOKE_PORT: String(ports.invoke),
    GATEWAY_PORT: String(ports.gateway),
    LIVE_URL: `http://localhost:${ports.gateway}`,
    DASHBOARD_URL: `http://localhost:${ports.dashboard}`,
    DM_URL: `http://localhost:${ports.dm}`,
    MANAGE_URL: `http://localhost:${ports.manage}`,
    SIMULATOR_URL: `http://localhost:${ports.simulators}`,
    SITE_URL: `http://localhost:${ports.site}`,
    INBOX_URL: `http://localhost:${ports.inbox}`,
    CONSOLE_URL: `http://localhost:${ports.console}`,
    WEB_SEARCH_URL: `http://localhost:${ports.simulators}/brave/res/v1`,
    WEB_SEARCH_KEY: "local",
    CHANNEL_APIS_URL: `http://localhost:${ports.simulators}`,
    GOOGLE_ADS_DEVELOPER_TOKEN: "local",
    IMAGE_URL: `http://localhost:${ports.simulators}/openai/v1`,
    IMAGE_KEY: "local",
    VIDEO_URL: `http://localhost:${ports.simulators}/runway/v1`,
    VIDEO_KEY: "local",
    VIDEO_SECOND_URL: `http://localhost:${ports.simulators}/runway-second/v1`,
    VIDEO_SECOND_KEY: "local",
    GOOGLE_CLIENT_ID: "local",
    GOOGLE_CLIENT_SECRET: "local",
    META_CLIENT_ID: "local",
    META_CLIENT_SECRET: "local",
    LINKEDIN_CLIENT_ID: "local",
    LINKEDIN_CLIENT_SECRET: "local",
    HUBSPOT_CLIENT_ID: "local",
    HUBSPOT_CLIENT_SECRET: "local",
    OUTBOUND_ALLOW: outside.flatMap((port) => [`localhost:${port}`, `127.0.0.1:${port}`]).join(","),
  };
}

function keys(secrets: Secrets): Record<string, string> {
  const {
    POSTGRES_PASSWORD: _postgres,
    MIGRATOR_PASSWORD: _migrator,
    APP_PASSWORD: _app,
    PLATFORM_PASSWORD: _platform,
    AUTH_PASSWORD: _auth,
    MONGO_PASSWORD: _mongo,
    AUDIT_PASSWORD: _audit,
    ...used
  } = secrets;
  return used;
}
