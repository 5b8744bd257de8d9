/**
 * What one tenant does in a month: a client on the Pro plan, a year after it came. Counts of work follow the plan's 50 credits
 * and what each kind of work costs; the rest are estimates of people's habits, each on a line of its own so that a measured
 * number can take its place.
 */

/** A model's run: what it reads and writes in tokens, and how long it holds its function. */
export interface RunKind {
  tier: "standard" | "cheap";
  input: number;
  output: number;
  seconds: number;
}

// A prompt may have 10,600 tokens (1,000 of them the system's); two thirds of that is what a filled-in client brings about.
export const runKinds = {
  article: { tier: "standard", input: 8_500, output: 3_500, seconds: 75 },
  brief: { tier: "standard", input: 6_500, output: 1_500, seconds: 30 },
  longCopy: { tier: "standard", input: 7_500, output: 2_000, seconds: 40 },
  shortCopy: { tier: "standard", input: 6_500, output: 700, seconds: 15 },
  analysis: { tier: "standard", input: 7_500, output: 1_500, seconds: 30 },
  chat: { tier: "standard", input: 4_000, output: 400, seconds: 10 },
  critic: { tier: "cheap", input: 6_000, output: 600, seconds: 12 },
} as const satisfies Record<string, RunKind>;

export type RunKindName = keyof typeof runKinds;

/** One kind of work in a month of the plan. `criticised` drafts are read by the critic before people see them. */
export interface Work {
  what: string;
  /** Which agent does it. */
  agent: string;
  kind: RunKindName;
  count: number;
  credits: number;
  criticised?: true;
}

export const work: readonly Work[] = [
  { what: "keyword cluster", agent: "keyword-researcher", kind: "analysis", count: 1, credits: 1 },
  { what: "content brief", agent: "content-brief-writer", kind: "brief", count: 4, credits: 1 },
  { what: "blog post", agent: "blog-writer", kind: "article", count: 4, credits: 2, criticised: true },
  { what: "social calendar", agent: "social-calendar-planner", kind: "shortCopy", count: 1, credits: 1 },
  { what: "social post", agent: "social-post-writer", kind: "shortCopy", count: 12, credits: 1, criticised: true },
  { what: "Google Business post", agent: "gbp-post-writer", kind: "shortCopy", count: 4, credits: 1 },
  { what: "newsletter", agent: "email-writer", kind: "longCopy", count: 2, credits: 2, criticised: true },
  { what: "landing page", agent: "landing-page-writer", kind: "longCopy", count: 1, credits: 3, criticised: true },
  { what: "search ad", agent: "google-ads-writer", kind: "shortCopy", count: 1, credits: 2 },
  { what: "monthly report", agent: "report-writer", kind: "analysis", count: 1, credits: 2 },
  { what: "analysis of ads", agent: "ads-analyst", kind: "analysis", count: 1, credits: 1 },
  { what: "channel insight", agent: "google-search-console-insights", kind: "analysis", count: 4, credits: 1 },
  { what: "turn of a chat", agent: "chat-analyst", kind: "chat", count: 16, credits: 0.25 },
];

/** Drafts per criticised piece: 0.30 go back by the critic, 0.15 by a person. Repairs of a malformed answer count as a tenth. */
export const draftsPerPiece = 1.45;
export const repairShare = 0.1;

/** People, their screens and their systems. */
export const people = {
  /** Two of the client's people come twelve times and leave a tab open for an hour. */
  clientSessions: 24,
  requestsPerClientSession: 60,
  streamHoursPerClientSession: 1,
  /** A reviewer has ten tenants and works 160 hours a month with one tab open. */
  reviewerHours: 16,
  reviewerTabs: 2,
  requestsPerReviewedPiece: 30,
  /** Every live event lets the screens that are open read again. */
  requestsByLiveEvents: 350,
  /** One tenant in five has a system of its own that asks every quarter of an hour. */
  requestsByKeys: 576,
  pageLoads: 100,
  /** An open tab whose reader left: Lambda streams on until the fifteen minutes are over, on average half of them. */
  secondsAfterLeaving: 450,
} as const;

/** Jobs per piece of work or month, by queue; a job is one call, since at most loads a batch holds one. */
export const jobs = {
  notificationsPerPiece: 4,
  mailsPerMonth: 60,
  accountMailsPerMonth: 4,
  bellsPerNotification: 2,
  searchMarksPerPiece: 8,
  publishedPieces: 20,
  stepsPerPublish: 3,
  ingestedFiles: 30,
  /** Three channels, read once a day. */
  channelSyncs: 90,
  /** Of the client's website; its schedule is monthly, unless somebody asks. */
  crawls: 1.2,
  /** Pictures of posts and articles; a video is looked at about six times. */
  media: {
    "social-post-designer": 8,
    "blog-image-generator": 2,
    "social-video-designer": 0.2,
    "social-video-poller": 1.2,
  },
} as const;

/** Seconds that one call of a kind is billed, its share of cold starts included. Measured here on a warm host, times three. */
export const seconds = {
  request: 0.15,
  page: 0.3,
  publish: 3,
  ingest: 20,
  sync: 5,
  crawl: 240,
  media: 25,
  notification: 0.2,
  mail: 0.6,
  search: 0.15,
  clock: 0.5,
  edge: 0.005,
} as const;

/** What a tenant keeps after a year, in GB, and what of it moves in a month. */
export const kept = {
  databaseGb: 0.03,
  auditGb: 0.009,
  searchMemoryGb: 0.005,
  vectorMemoryGb: 0.002,
  redisMemoryGb: 50e-6,
  filesGb: 0.3,
  fileWrites: 120,
  fileReads: 600,
} as const;

/** What moves in a month of one tenant. */
export const moved = {
  toViewersGb: 0.11,
  /** Pages that are read for research, answers of models, channels, and stores that are somebody else's service. */
  throughNatGb: 0.15,
  betweenZonesGb: 0.04,
  /** The three lines of Lambda and one of ours. */
  logGbPerCall: 1e-6,
  /** Browser files per page load; the edge has them. */
  filesPerPage: 30,
} as const;

/** Working hours are 160 of a month's 730: what comes then is so many times the mean. */
export const peakFactor = 5;
export const hoursPerMonth = 730;
