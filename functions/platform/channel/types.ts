/** Contract between the product and the places it publishes to. `post` has an effect; everything else only reads. */
export interface ChannelAdapter<P extends Titled = BlogPayload> {
  capabilities(): ChannelCapabilities;
  /** Empty when the payload may be posted. Needs no network. */
  validate(payload: P): PayloadIssue<P>[];
  /** Sends exactly one creating request, and never a second one for the same call. Does not throw. */
  post(attempt: PublishAttempt<P>): Promise<PostResult>;
  /** Looks whether the attempt's item exists: by provider id if known, else by fingerprint. Does not throw. */
  check(attempt: PublishAttempt<P>): Promise<CheckResult>;
  /** Whether the account can be used at all, for the form that connects it. Does not throw. */
  test(): Promise<TestResult>;
}

/** What publishing needs of an account, whatever goes there. */
export type Sender<P extends Titled> = Pick<ChannelAdapter<P>, "validate" | "post" | "check">;

/** A client's own site, which also tells what to keep of an item. */
export interface SiteAdapter extends ChannelAdapter {
  /** What to keep of a confirmed or drafted item. Throws ChannelError when it cannot be read. */
  finalise(attempt: PublishAttempt & { providerId: string }): Promise<FinalItem>;
}

/** Every payload says what people call the piece. */
export interface Titled {
  title: string;
}

export interface ChannelCapabilities {
  formats: readonly ("blog" | "social" | "local_post" | "ads")[];
  /** Characters; null is unlimited. */
  textMax: number | null;
  media: { featuredImage: boolean; imagesMax?: number; videosMax?: number };
  drafts: boolean;
  /** True if not finding an item in the channel's list proves that it is not there. */
  listingComplete: boolean;
  requestsPerMinuteMax: number;
}

export interface BlogPayload extends Titled {
  slug: string;
  html: string;
  excerpt: string;
  metaDescription: string;
  /** The wish; a channel in draft mode makes a draft of it regardless. */
  status: "draft" | "publish";
}

/** A picture or video of a post, as our own store keeps it. */
export interface PostMedia {
  key: string;
  mime: string;
  altText: string | null;
}

/** A post for a social network: the whole text as it goes out, hashtags included. */
export interface SocialPayload extends Titled {
  format: string;
  text: string;
  link: string | null;
  media: PostMedia[];
}

/** A post on a Google Business Profile. Dates are YYYY-MM-DD. */
export interface LocalPostPayload extends Titled {
  postType: "whats-new" | "offer" | "event";
  text: string;
  callToAction: { type: string; url: string | null } | null;
  offer: { title: string; coupon?: string | undefined; startDate: string; endDate: string } | null;
  event: { title: string; date: string; time?: string | undefined } | null;
}

/** An answer under a review, by the name that the provider gives the review. */
export interface ReplyPayload extends Titled {
  review: string;
  text: string;
}

/** Files of a site's repository as they are to be, proposed there for people to merge. */
export interface RepositoryPayload extends Titled {
  /** Why, as Markdown. */
  body: string;
  /** What branches made for this begin with. */
  prefix: string;
  files: RepositoryFile[];
}

export interface RepositoryFile {
  /** Where it may be, the likeliest first. Whole files are put at the first. */
  paths: string[];
  /** What changes in the file that is there, as one hunk; or all that it is to hold. */
  change: { diff: string } | { content: string };
}

/**
 * One setting of an ad account as it was when people decided on it, and as it is to be. `whole` is all that was made of a set of ad
 * texts. States are `active` and `paused`, words `absent` and `present`, money is in the smallest unit of the account's currency.
 */
export interface AdChange {
  key: string;
  /** What people call it. */
  label: string;
  of: "ad" | "ad_set" | "campaign" | "whole" | "keyword" | "negative";
  /** The provider's id; of a word the campaign's. */
  externalId: string;
  field: "status" | "budget" | "bid" | "presence";
  from: string;
  to: string;
  word?: { text: string; matchType: "exact" | "phrase" | "broad"; adGroup: string };
}

/** Changes of one ad account that were decided together. */
export interface AdChangesPayload extends Titled {
  /** Our page that shows them. */
  url: string;
  changes: AdChange[];
}

/** A set of ad texts. What is made of it never runs before a person enables it in the ad account. */
export interface AdsPayload extends Titled {
  objective: string;
  finalUrl: string;
  /** Two letters: where the ads would be shown until a person says otherwise. */
  country: string;
  search: { headlines: AdLine[]; descriptions: AdLine[]; paths: string[] } | null;
  variants: { angle: string; primaryText: string; headline: string; description: string; callToAction: string }[];
}

export interface AdLine {
  text: string;
  pin?: number | undefined;
}

/** An account that is signed in to with a token. */
export interface TokenAccount {
  /** What the provider calls it: the page, the organisation, the location, the ad account. */
  id: string;
  accessToken: string;
  /** The page in whose name an ad account speaks. */
  pageId?: string | undefined;
  /** Google Ads account through which this one is managed. */
  managerId?: string | undefined;
  /** Of a repository: the branch and the folder that its site is made of; the default branch where none is named. */
  branch?: string | undefined;
  folder?: string | undefined;
}

export interface PublishAttempt<P extends Titled = BlogPayload> {
  /** Identifies entity, version and account. */
  key: string;
  payload: P;
  /** When `post` was called; look-ups by fingerprint search 30 minutes either side. */
  startedAt: Date;
  providerId?: string;
}

export interface PayloadIssue<P = BlogPayload> {
  field: keyof P;
  code: "required" | "text_too_long" | "bad_format" | "unsafe_html" | "invalid_media";
  text: string;
}

export type ChannelErrorCode =
  | "auth_expired"
  | "permission"
  | "rate_limited"
  | "text_too_long"
  | "invalid_media"
  | "duplicate"
  | "policy"
  | "account_restricted"
  | "target_gone"
  | "provider_down"
  | "bad_request"
  | "other";

/** `not_sent`: certainly nothing reached the channel, try again later. `unknown`: only `check` may say what happened. */
export type PostResult =
  | { outcome: "accepted"; providerId: string; url?: string }
  | { outcome: "refused"; code: ChannelErrorCode; message: string }
  | { outcome: "not_sent"; code: ChannelErrorCode; message: string; retryAfterMs?: number }
  | { outcome: "unknown"; reason: string };

export type CheckResult =
  /** `parts` are those of the payload that are there, where it has some that can be there without the others. */
  | { state: "confirmed"; providerId: string; url: string; at: Date; parts?: string[] }
  | { state: "draft"; providerId: string; editUrl: string }
  | { state: "pending"; reason: string }
  | { state: "absent" }
  /** It is there and will not be shown. */
  | { state: "rejected"; reason: string }
  | { state: "unknown"; reason: string };

export interface FinalItem {
  providerId: string;
  /** Public address, or the editor's address of a draft. */
  url: string;
  publishedAt: Date | null;
  /** The provider's answer, at most 16 KB as JSON. */
  raw: Record<string, unknown>;
}

export type TestResult =
  | { ok: true; title: string; roles: string[] }
  | { ok: false; code: ChannelErrorCode; message: string };

/** A channel that could not be read. */
export class ChannelError extends Error {
  readonly code: ChannelErrorCode;

  constructor(code: ChannelErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ChannelError";
    this.code = code;
  }
}

export interface WordpressAccount {
  siteUrl: string;
  username: string;
  appPassword: string;
  mode: "draft" | "publish";
  /** What is made there. */
  kind?: "posts" | "pages";
  /** Ids as the site counts them; without them the site's defaults apply. */
  author?: number;
  categories?: number[];
}
