import * as z from "zod";

/** Every value that the product's processes are configured with, under the name of its environment variable. */
export const Config = z.object({
  STAGE: z.string().default("local"),
  RELEASE: z.string().default("local").describe("what runs: the commit that was deployed"),
  LOG_LEVEL: z.string().default("info"),
  DATABASE_URL: z.string(),
  PLATFORM_DATABASE_URL: z.string(),
  AUTH_DATABASE_URL: z.string(),
  MIGRATOR_DATABASE_URL: z.string(),
  MASTER_DATABASE_URL: z.string().describe("login that makes databases and roles; only the release has it"),
  DATABASE_POOL: z.coerce.number().int().default(10),
  REDIS_URL: z.string(),
  MONGODB_URI: z.string(),
  MONGODB_ADMIN_URI: z.string().describe("login that migrations use; that of MONGODB_URI where there is but one"),
  TYPESENSE_URL: z.string(),
  TYPESENSE_API_KEY: z.string(),
  QDRANT_URL: z.string(),
  QDRANT_API_KEY: z.string().optional(),
  S3_ENDPOINT: z.string().optional().describe("a server of one's own; without it S3 of AWS"),
  S3_REGION: z.string().default("us-east-1"),
  S3_BUCKET: z.string(),
  S3_LEGAL_BUCKET: z
    .string()
    .optional()
    .describe("bucket whose objects stay while their time runs; without it S3_BUCKET"),
  S3_ACCESS_KEY_ID: z.string().optional().describe("without it the credentials of the process's role"),
  S3_SECRET_ACCESS_KEY: z.string(),
  SMTP_URL: z.string(),
  MAIL_FROM: z.string().default("Leadmetrics <no-reply@leadmetrics.test>"),
  MAIL_EVENTS_KEY: z
    .string()
    .optional()
    .describe("public key of the mail provider's events; without it none is believed"),
  MAIL_REPLY_DOMAIN: z.string().optional().describe("domain whose mail the provider hands to us; answers go there"),
  MAIL_REPLY_KEY: z.string().optional().describe("public key of that hand-over; without it no answer is believed"),
  API_URL: z.string(),
  API_PORT: z.coerce.number().int().default(3003),
  INVOKE_URL: z.string(),
  INVOKE_PREFIX: z.string().default("").describe("what a stage puts before the names of its functions"),
  INVOKE_PORT: z.coerce.number().int().default(3006),
  GATEWAY_PORT: z.coerce.number().int().default(3005),
  HOST: z.string().default("127.0.0.1").describe("address that services listen on"),
  HEALTH_PORT: z.coerce.number().int().default(0).describe("where the dispatcher tells how it is; 0: nowhere"),
  STOP_GRACE_MS: z.coerce.number().int().default(8_000).describe("how long a service may take to stop"),
  METRICS_NAMESPACE: z.string().optional().describe("services tell metrics under this name; without it they tell none"),
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
  WEB_SEARCH_URL: z
    .string()
    .default("https://api.search.brave.com/res/v1")
    .describe("the Brave Search API, or its like"),
  WEB_SEARCH_KEY: z.string().optional().describe("without it agents cannot search the web"),
  CHANNEL_APIS_URL: z
    .string()
    .optional()
    .describe("stands in for the APIs of connected channels; without it the providers' own"),
  GOOGLE_ADS_DEVELOPER_TOKEN: z.string().optional().describe("without it Google Ads is neither read nor written"),
  IMAGE_URL: z.string().default("https://api.openai.com/v1").describe("the OpenAI API for images, or its like"),
  IMAGE_KEY: z.string().optional().describe("without it people upload the pictures of posts"),
  IMAGE_MODEL: z.string().default("gpt-image-1"),
  VIDEO_URL: z.string().default("https://api.dev.runwayml.com/v1").describe("the Runway API, or its like"),
  VIDEO_KEY: z.string().optional().describe("without it no videos are made"),
  VIDEO_SECOND_URL: z.string().optional().describe("asked when the first refuses a video; the same API"),
  VIDEO_SECOND_KEY: z.string().optional(),
  VIDEO_MODEL: z.string().default("veo3.1"),
  GOOGLE_CLIENT_ID: z.string().optional().describe("without it nobody can sign in to Google's channels"),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  META_CLIENT_ID: z.string().optional().describe("without it nobody can sign in to Facebook, Instagram and Meta Ads"),
  META_CLIENT_SECRET: z.string().optional(),
  LINKEDIN_CLIENT_ID: z.string().optional().describe("without it nobody can sign in to LinkedIn"),
  LINKEDIN_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional().describe("without it nobody can sign in to GitHub"),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  HUBSPOT_CLIENT_ID: z.string().optional().describe("without it nobody can connect HubSpot"),
  HUBSPOT_CLIENT_SECRET: z.string().optional(),
  DEV_ALLOWED_EMAIL_DOMAINS: z.string().default("*"),
});
export type Config = z.infer<typeof Config>;
export type ConfigKey = keyof Config;
