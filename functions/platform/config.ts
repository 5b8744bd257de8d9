import * as z from "zod";

const Config = z.object({
  STAGE: z.string().default("local"),
  LOG_LEVEL: z.string().default("info"),
  DATABASE_URL: z.string(),
  PLATFORM_DATABASE_URL: z.string(),
  AUTH_DATABASE_URL: z.string(),
  MIGRATOR_DATABASE_URL: z.string(),
  DATABASE_POOL: z.coerce.number().int().default(10),
  REDIS_URL: z.string(),
  MONGODB_URI: z.string(),
  MONGODB_ADMIN_URI: z.string().describe("login that migrations use; that of MONGODB_URI where there is but one"),
  TYPESENSE_URL: z.string(),
  TYPESENSE_API_KEY: z.string(),
  QDRANT_URL: z.string(),
  QDRANT_API_KEY: z.string().optional(),
  S3_ENDPOINT: z.string(),
  S3_REGION: z.string().default("us-east-1"),
  S3_BUCKET: z.string(),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: z.string(),
  SMTP_URL: z.string(),
  MAIL_FROM: z.string().default("Leadmetrics <no-reply@leadmetrics.test>"),
  API_URL: z.string(),
  API_PORT: z.coerce.number().int().default(3003),
  INVOKE_URL: z.string(),
  INVOKE_PORT: z.coerce.number().int().default(3006),
  GATEWAY_PORT: z.coerce.number().int().default(3005),
  DASHBOARD_URL: z.string(),
  DM_URL: z.string(),
  MANAGE_URL: z.string(),
  PASSKEY_RP_ID: z.string().optional().describe("domain passkeys are bound to; default what the portals' names share"),
  AUTH_SECRET: z.string().min(32),
  AUTH_SIGNING_KEY: z.string().describe("Ed25519 private JWK with kid"),
  AUTH_VERIFY_KEYS: z.string().describe("JWKS of public keys"),
  PROVIDER_CONFIG_ENCRYPTION_KEY: z.string().describe("kid:64 hex characters, several by comma; the first encrypts"),
  CURSOR_SECRET: z.string().min(16),
  SELLER_GST_STATE: z.string().default("29").describe("GST state code in which the seller is registered"),
  SELLER_LUT: z.stringbool().default(false).describe("the seller holds a letter of undertaking for the year"),
  DEV_ALLOWED_EMAIL_DOMAINS: z.string().default("*"),
});
type Config = z.infer<typeof Config>;

const cache = new Map<keyof Config, unknown>();

/** One configuration value, read from the environment when first asked for. A missing one names itself. */
export function config<K extends keyof Config>(key: K): Config[K] {
  const known = cache.get(key);
  if (known !== undefined) return known as Config[K];
  const result = Config.shape[key].safeParse(process.env[key]);
  if (!result.success)
    throw new Error(
      `The environment variable ${key} is missing or malformed. npm start sets it; a function gets it from its stack.`,
    );
  cache.set(key, result.data);
  return result.data as Config[K];
}
