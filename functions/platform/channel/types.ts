/** Contract between the product and the places it publishes to. `post` has an effect; everything else only reads. */
export interface ChannelAdapter {
  capabilities(): ChannelCapabilities;
  /** Empty when the payload may be posted. Needs no network. */
  validate(payload: BlogPayload): PayloadIssue[];
  /** Sends exactly one creating request, and never a second one for the same call. Does not throw. */
  post(attempt: PublishAttempt): Promise<PostResult>;
  /** Looks whether the attempt's item exists: by provider id if known, else by fingerprint. Does not throw. */
  check(attempt: PublishAttempt): Promise<CheckResult>;
  /** What to keep of a confirmed or drafted item. Throws ChannelError when it cannot be read. */
  finalise(attempt: PublishAttempt & { providerId: string }): Promise<FinalItem>;
  /** Whether the account can be used at all, for the form that connects it. Does not throw. */
  test(): Promise<TestResult>;
}

export interface ChannelCapabilities {
  formats: readonly "blog"[];
  /** Characters; null is unlimited. */
  textMax: number | null;
  media: { featuredImage: boolean };
  drafts: boolean;
  /** True if not finding an item in the channel's list proves that it is not there. */
  listingComplete: boolean;
  requestsPerMinuteMax: number;
}

export interface BlogPayload {
  title: string;
  slug: string;
  html: string;
  excerpt: string;
  metaDescription: string;
  /** The wish; a channel in draft mode makes a draft of it regardless. */
  status: "draft" | "publish";
}

export interface PublishAttempt {
  /** Identifies entity, version and account. */
  key: string;
  payload: BlogPayload;
  /** When `post` was called; look-ups by fingerprint search 30 minutes either side. */
  startedAt: Date;
  providerId?: string;
}

export interface PayloadIssue {
  field: keyof BlogPayload;
  code: "required" | "text_too_long" | "bad_format" | "unsafe_html";
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
  | { state: "confirmed"; providerId: string; url: string; at: Date }
  | { state: "draft"; providerId: string; editUrl: string }
  | { state: "pending"; reason: string }
  | { state: "absent" }
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
  /** Ids as the site counts them; without them the site's defaults apply. */
  author?: number;
  categories?: number[];
}
