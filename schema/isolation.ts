/**
 * What each identity may do with each table of the database. The attack suite tries everything this page allows and everything
 * it does not; `npm run verify` compares it with a freshly migrated database. A new table needs one line in `isolation`.
 */
export const commands = ["select", "insert", "update", "delete"] as const;
export type Command = (typeof commands)[number];

/** Database roles that serve: `app` for requests and jobs, `auth` for sign-in, `platform` for super admins, relay and clocks. */
export const databaseRoles = ["app", "auth", "platform"] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

/**
 * - tenant: rows of one tenant each, key `(tenant_id, …)`, row-level security forced;
 * - root: the tenants themselves, isolated by their own id;
 * - crossing: platform rows that may name a tenant; what `app` may do with them at all is bound to its tenants by a policy;
 * - global: the same for everybody; holds nothing of a tenant.
 */
export type Scope = "tenant" | "root" | "crossing" | "global";

export interface Declaration {
  scope: Scope;
  /** Rows never change: no role may update or delete, and a trigger refuses it even to the owner. */
  appendOnly: boolean;
  /** Days after which the platform may delete such rows, and the trigger lets it; without it nobody may, ever. */
  keepDays?: number;
  grants: Record<DatabaseRole, readonly Command[]>;
  /** Where a role may read only some columns of a table, these. */
  columns?: Partial<Record<DatabaseRole, readonly string[]>>;
  /** The column whose text names the tenant, where that is not `tenant_id`. */
  tenantFrom?: string;
  /**
   * Commands in which the sign-in role is held by the transaction's tenants like everybody else: it makes a tenant when somebody
   * signs up, and a member when an invitation is taken up.
   */
  authHeld?: readonly Command[];
}

/** Commands as letters, the way the lines below write them: s(elect) i(nsert) u(pdate) d(elete). */
type Letters = "" | "s" | "i" | "si" | "su" | "siu" | "sid" | "sud" | "siud";
interface Other extends Pick<Declaration, "columns" | "tenantFrom" | "keepDays" | "authHeld"> {
  auth?: Letters;
}

const command = { s: "select", i: "insert", u: "update", d: "delete" } as const;
const spell = (letters: Letters): Command[] => [...letters].map((letter) => command[letter as keyof typeof command]);

function declare(scope: Scope, appendOnly: boolean, app: Letters, { auth = "", ...rest }: Other): Declaration {
  const platform = !appendOnly ? "siud" : rest.keepDays ? "sid" : "si";
  const grants = { app: spell(app), auth: spell(auth), platform: spell(platform) };
  return { scope, appendOnly, grants, ...rest };
}

/** Rows of one tenant each; `app` is what a request or job of that tenant may do with them. */
const tenant = (app: Letters, other: Other = {}) => declare("tenant", false, app, other);
/** Rows of one tenant each that are written once. */
const record = (app: "s" | "si", other: Other = {}) => declare("tenant", true, app, other);
/** Platform rows that may name a tenant. */
const crossing = (app: Letters, other: Other = {}) => declare("crossing", false, app, other);
/** Rows that belong to nobody. */
const global = (app: Letters, other: Other = {}) => declare("global", false, app, other);
/** Platform rows that are written once. */
const globalRecord = (app: "" | "s" | "si", other: Other & { auth?: "" | "s" | "si" } = {}) =>
  declare("global", true, app, other);

/** What the sign-in role may do only within the transaction's tenants. */
const held = (auth: "i" | "si" | "su" | "siu"): Other => ({ auth, authHeld: spell(auth) });

const publicSide = "id email email_verified first_name last_name image role status locale timezone deleted_at".split(
  " ",
);

/** One line per table. A letter here without its grant, or a grant without its letter, fails `npm run verify`. */
export const isolation: Record<string, Declaration> = {
  // Tenancy and people
  regions: global("s", { auth: "s" }),
  users: global("s", { auth: "siu", columns: { app: publicSide } }),
  tenants: declare("root", false, "su", { auth: "siu", authHeld: ["insert", "update"] }),
  tenant_members: tenant("siud", { auth: "siud", authHeld: ["insert", "update", "delete"] }),
  tenant_settings: tenant("siu", held("i")),
  invitations: tenant("siu", held("su")),
  impersonations: crossing("", { auth: "su" }),
  billing_profiles: tenant("siu", held("i")),
  brand_voices: tenant("siu"),
  tenant_brandings: tenant("siu"),
  tenant_feature_flags: tenant("siud"),
  contracts: tenant("siu", held("i")),
  tenant_exports: tenant("siu"),
  saved_views: tenant("siud"),

  // Sign-up, onboarding, brand
  signup_sessions: crossing("", { auth: "siu" }),
  onboarding_runs: tenant("siu"),
  onboarding_steps: tenant("siu"),
  brand_assets: tenant("siu"),
  tenant_baselines: tenant("siu"),
  tenant_budgets: tenant("siu"),
  competitors: tenant("siu"),
  research_notes: tenant("siu"),
  context_files: tenant("siu"),

  // Strategy and planning
  strategies: tenant("siu"),
  strategy_configs: tenant("siu"),
  goals: tenant("siu"),
  goal_progress: tenant("siud"),
  deliverable_plans: tenant("siu"),
  deliverable_templates: tenant("siu"),
  deliverable_periods: tenant("siu"),
  deliverables: tenant("siu"),
  action_items: tenant("siu"),
  recurring_tasks: tenant("siu"),
  tenant_activity_templates: tenant("siud"),
  calendar_dates: tenant("siud"),
  plan_months: tenant("siu"),
  keywords: tenant("siu"),
  keyword_groups: tenant("siu"),
  keyword_group_items: tenant("siud"),

  // Sign-in
  auth_sessions: crossing("", { auth: "siud" }),
  auth_accounts: global("", { auth: "siud" }),
  auth_verifications: global("", { auth: "siud" }),
  login_attempts: globalRecord("", { auth: "si", keepDays: 90 }),
  totp_factors: global("", { auth: "siud" }),
  totp_uses: global("", { auth: "siud" }),
  passkeys: global("", { auth: "siud" }),
  auth_tokens: global("", { auth: "siud" }),
  auth_devices: global("", { auth: "siud" }),
  account_mails: global("i", { auth: "siud" }),

  // Keys and links
  api_keys: tenant("siu"),
  agent_keys: tenant("siu"),
  approval_links: tenant("siu"),
  approval_link_items: record("si"),

  // Scheduler
  schedules: global(""),
  schedule_runs: global(""),
  scheduled_tasks: crossing("i", held("siu")),

  // Webhooks and platform configuration
  webhook_endpoints: tenant("siu"),
  webhook_messages: record("si"),
  webhook_deliveries: tenant("siu"),
  inbound_webhooks: crossing(""),
  external_refs: crossing("sid"),
  feature_flags: global("s"),
  platform_settings: global(""),

  // Events
  outbox: crossing("i", { auth: "i" }),
  search_outbox: tenant("siu"),
  consumed_events: global("si"),
  tenant_events: record("s"),
  audit_heads: global(""),
  audit_checkpoints: globalRecord(""),
  idempotency_keys: crossing("siud", { auth: "siud", tenantFrom: "scope" }),
  dead_letters: crossing(""),
  number_sequences: global(""),

  // Agents and models
  agents: global("s"),
  agent_versions: global("s"),
  agent_configs: tenant("siud"),
  adapters: global("s"),
  adapter_checks: global("su"),
  adapter_orders: global("s"),
  model_prices: global("s"),
  activity_templates: global("s"),
  tools: global("s"),
  skills: global("s"),
  skill_versions: globalRecord(""),
  tenant_skills: tenant("siu"),
  chat_threads: tenant("siu"),
  chat_messages: tenant("siu"),
  chat_actions: tenant("siu"),
  contacts: tenant("siu"),
  leads: tenant("siu"),
  lead_activities: tenant("siu"),
  lead_emails: tenant("siu"),
  lead_refs: tenant("siu"),
  lead_nurture_sequences: tenant("siu"),
  lead_nurture_steps: tenant("siu"),
  lead_nurture_enrollments: tenant("siu"),
  nurture_step_runs: tenant("siu"),
  crm_syncs: tenant("siu"),

  // Channels
  channel_masters: global("s"),
  connected_channels: tenant("siu", held("i")),
  channel_credentials: tenant("siud"),

  // Work and runs
  activities: tenant("siu"),
  activity_dependencies: tenant("sid"),
  agent_runs: tenant("siu"),
  activity_events: record("si", { keepDays: 400 }),
  run_steps: record("si", { keepDays: 400 }),
  run_chunks: record("si", { keepDays: 30 }),
  llm_calls: record("si"),
  agent_sessions: tenant("siu"),
  tool_calls: record("si", { keepDays: 400 }),
  tenant_agent_memories: tenant("siud"),
  memory_evidence: tenant("siud"),
  anomaly_alerts: tenant("siu"),
  validator_results: record("si"),
  critic_results: record("si"),

  // Content
  content_briefs: tenant("siu"),
  blog_posts: tenant("siu"),
  blog_requests: tenant("siu"),
  content_versions: record("si"),
  edit_examples: tenant("siu"),
  approvals: tenant("siu"),
  approval_votes: record("si"),
  comments: tenant("siu"),
  publish_attempts: tenant("siu"),
  publish_steps: record("si"),
  uploads: tenant("siud"),
  approval_policies: tenant("siud"),
  publish_slots: tenant("siud"),
  channel_best_times: tenant("siud"),
  media: tenant("siu"),
  media_variants: tenant("siud"),
  media_links: tenant("siud"),
  social_media_requests: tenant("siu"),
  social_calendars: tenant("siu"),
  social_calendar_slots: tenant("siud"),
  social_posts: tenant("siu"),
  landing_pages: tenant("siu"),
  email_newsletters: tenant("siu"),
  newsletter_recipients: tenant("siu"),
  newsletter_subscribers: tenant("siu"),
  suppressions: tenant("siud"),
  contact_segments: tenant("siu"),
  gbp_posts: tenant("siu"),
  ad_copies: tenant("siu"),
  content_scores: record("si"),
  content_audits: tenant("siu"),
  content_audit_findings: tenant("siu"),
  content_performance_metrics: tenant("siu"),
  edit_suggestions: tenant("siu"),
  repurpose_batches: tenant("siu"),
  repurpose_items: tenant("siu"),

  // Datasets
  embedding_models: global("s", { auth: "s" }),
  datasets: tenant("siu", held("si")),
  dataset_files: tenant("siu"),
  dataset_chunks: tenant("siud"),
  dataset_terms: tenant("sid"),
  ingest_jobs: tenant("siu"),
  dataset_crawls: tenant("siud"),
  retrieval_logs: record("si", { keepDays: 400 }),
  retrieval_hits: record("si", { keepDays: 400 }),
  claims: tenant("siu"),
  claim_sources: tenant("si"),

  // Websites
  crawl_settings: tenant("siu"),
  backlink_directories: global("s"),
  backlinks: tenant("siu"),
  campaign_audiences: tenant("siu"),
  campaign_emails: tenant("siu"),
  campaign_external_mappings: tenant("siu"),
  agent_code_changes: tenant("siu"),
  campaign_messages: tenant("siud"),
  campaign_recommendations: tenant("siu"),
  review_campaigns: tenant("siu"),
  campaign_results: tenant("siu"),
  recommendation_batches: tenant("siu"),
  search_term_classifications: tenant("siu"),
  search_term_reports: tenant("siu"),
  campaigns: tenant("siu"),
  crawl_cache: global("siu"),
  reviews: tenant("siu"),
  review_responses: tenant("siu"),
  site_audits: tenant("siu"),
  site_audit_findings: tenant("siu"),
  web_crawl_jobs: tenant("siu"),
  web_crawl_urls: tenant("siud"),
  web_pages: tenant("siu"),
  web_media: tenant("siu"),
  web_page_media: tenant("siud"),

  // What assistants say
  ai_visibility_platforms: global("s"),
  tenant_ai_visibility_platforms: tenant("siu"),
  ai_visibility_prompts: tenant("siu"),
  ai_visibility_snapshots: record("si"),
  ai_visibility_narratives: tenant("siu"),

  // Channel numbers
  channel_metrics: tenant("siu"),
  channel_insights: tenant("siu"),
  channel_recommendations: tenant("siu"),

  // Reports
  report_snapshots: record("si"),
  reports: tenant("siu"),
  report_schedules: tenant("siud"),
  ads_analyses: tenant("siu"),

  // Notifications
  notifications: tenant("siu"),
  notification_deliveries: tenant("siu"),
  email_templates: global("s", { auth: "s" }),
  channel_texts: global("s"),

  // Credits and money
  credit_rates: global("s"),
  credit_balances: tenant("siu", held("si")),
  credit_reservations: tenant("siu"),
  credit_ledger: record("si", held("i")),
  money_balances: tenant("siu"),
  money_ledger: record("si"),
  spend_balances: tenant("siu"),
  spend_holds: tenant("siu"),
  spend_ledger: record("si"),
  platform_spend_days: global(""),
};

/**
 * Who may stand behind a statement: the database role it runs as and whose rows the transaction's setting shows it.
 * `own` is one tenant, `assigned` the tenants of a reviewer, `all` no bounds, `none` nothing at all.
 */
export const identities = {
  "person of the tenant": { role: "app", sees: "own" },
  "person of another tenant": { role: "app", sees: "none" },
  "reviewer assigned to the tenant": { role: "app", sees: "assigned" },
  "reviewer not assigned to the tenant": { role: "app", sees: "none" },
  "API key of the tenant": { role: "app", sees: "own" },
  "signed link of the tenant": { role: "app", sees: "own" },
  "agent run of the tenant": { role: "app", sees: "own" },
  "agent run of another tenant": { role: "app", sees: "none" },
  "job of the tenant": { role: "app", sees: "own" },
  "job without a tenant": { role: "app", sees: "none" },
  "nobody signed in": { role: "app", sees: "none" },
  "app role without the setting": { role: "app", sees: "none" },
  "auth role": { role: "auth", sees: "all" },
  "super admin": { role: "platform", sees: "all" },
} as const satisfies Record<string, { role: DatabaseRole; sees: "own" | "assigned" | "none" | "all" }>;
export type Identity = keyof typeof identities;

/** What a command of an identity against rows of one tenant must come to. */
export type Outcome = "allowed" | "no rows" | "refused";

/** The promise for one identity, table and command, where the rows belong to the tenant the identity's name speaks of. */
export function promised(identity: Identity, declaration: Declaration, verb: Command): Outcome {
  const { role, sees } = identities[identity];
  if (!declaration.grants[role].includes(verb)) return "refused";
  const isHeld = role === "auth" && declaration.authHeld?.includes(verb) === true;
  if (declaration.scope === "global" || (sees !== "none" && !isHeld)) return "allowed";
  return verb === "insert" ? "refused" : "no rows";
}

/** Functions that run with their owner's rights, each with a check of its own on the tenants of the transaction. */
export const definerFunctions: readonly string[] = [
  "take_number",
  "post_credits",
  "post_spending",
  "take_platform_budget",
  "platform_budget_left",
];
