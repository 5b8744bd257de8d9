import * as AdCopy from "#core/ad-copy/content.ts";
import * as BlogPost from "#core/blog/content.ts";
import * as LandingPage from "#core/landing-page/content.ts";
import * as Newsletter from "#core/newsletter/content.ts";
import * as SocialPost from "#core/social/content.ts";
import type { Tx } from "#platform/db.ts";
import { adCopyMachine } from "#schema/ad-copy.ts";
import type { ApprovalKind, ApprovalStage } from "#schema/approval.ts";
import { blogMachine } from "#schema/blog.ts";
import { landingPageMachine } from "#schema/landing-page.ts";
import type { Transition } from "#schema/machine.ts";
import { newsletterMachine } from "#schema/newsletter.ts";
import type { PieceType } from "#schema/piece.ts";
import type { SourcedCollection } from "#schema/search.ts";
import { socialPostMachine } from "#schema/social.ts";

export type Content = Record<string, unknown>;

/** Everything that is drafted, criticised and decided in one way: pieces, and posts, which have more to them. */
export type DraftType = PieceType | "blog_post" | "social_post";

/** What the critic reads of a piece. */
export interface Judged {
  title: string;
  content: string;
  metaDescription?: string;
  limits: { wordsMin: number; wordsMax: number; sectionsMin?: number };
}

/** The facts in which one kind of draft differs from the others. */
export interface Kind {
  label: string;
  table: "landingPages" | "emailNewsletters" | "adCopies" | "blogPosts" | "socialPosts";
  /** What people call it, by its columns. */
  title(columns: Record<string, unknown>): string;
  idOf: "landingPage" | "emailNewsletter" | "adCopy" | "blogPost" | "socialPost";
  approvals: Readonly<Record<ApprovalStage, ApprovalKind>>;
  machine: readonly Transition<string, string>[];
  /** Status while its writer works. */
  drafting: string;
  /** Verbs of its machine; where one is missing the status stays as it is. */
  verbs: {
    ready: string;
    dmApprove?: string;
    clientApprove?: string;
    dmReject: string;
    clientReject: string;
    /** From rejected back to its writer, where rejecting alone does not lead there. */
    again?: string;
    fail?: string;
    retry?: string;
    archive?: string;
  };
  /** When the work counts as done: with a draft that is fit for review, or with the last approval. */
  closes: "drafted" | "approved";
  isCriticised: boolean;
  /** Both stages hold, whatever the tenant's approval mode. */
  keepsStages: boolean;
  collection?: SourcedCollection;
  /** Where it is kept how well the voice was hit. */
  score?: "brandScore";
  /** Hash of what would be sent, where more than the content goes out. */
  hash?(tx: Tx, row: object, content: Content): string | Promise<string>;
  /** Content -> columns of its table beside those that all pieces have. */
  columns(content: Content): Record<string, unknown>;
  /** What a row needs before anything is written; without it no row is made of a draft that failed. */
  blank?(title: string, id: string): Record<string, unknown>;
  /** The content as one Markdown text. */
  article(content: Content): string;
  judged(content: Content): Judged;
}

const always = (kind: ApprovalKind): Kind["approvals"] => ({ dm: kind, client: kind });
const named = ({ name }: Record<string, unknown>): string => String(name);

const ofPost: Kind["verbs"] = {
  ready: "draft_ready",
  dmApprove: "dm_approve",
  clientApprove: "client_approve",
  dmReject: "reject",
  clientReject: "reject",
  again: "regenerate",
  fail: "fail",
  retry: "retry",
  archive: "archive",
};

const kinds: Record<DraftType, Kind> = {
  blog_post: {
    label: "Blog post",
    table: "blogPosts",
    title: ({ title }) => String(title),
    idOf: "blogPost",
    approvals: always("blog_post"),
    machine: blogMachine,
    drafting: "drafting",
    verbs: ofPost,
    closes: "approved",
    isCriticised: true,
    keepsStages: false,
    collection: "blogs",
    score: "brandScore",
    hash: BlogPost.hash,
    columns: BlogPost.columns,
    article: BlogPost.article,
    judged: BlogPost.judged,
  },
  social_post: {
    label: "Social post",
    table: "socialPosts",
    title: SocialPost.title,
    idOf: "socialPost",
    approvals: { dm: "social_copy", client: "social_post" },
    machine: socialPostMachine,
    drafting: "drafting",
    verbs: ofPost,
    closes: "approved",
    isCriticised: true,
    keepsStages: true,
    collection: "social_posts",
    hash: SocialPost.hash,
    columns: SocialPost.columns,
    article: SocialPost.article,
    judged: SocialPost.judged,
  },
  landing_page: {
    label: "Landing page",
    table: "landingPages",
    title: named,
    idOf: "landingPage",
    approvals: always("landing_page"),
    machine: landingPageMachine,
    drafting: "drafting",
    verbs: { ...ofPost, dmReject: "dm_reject", clientReject: "client_reject" },
    closes: "approved",
    isCriticised: true,
    keepsStages: false,
    collection: "landing_pages",
    columns: LandingPage.columns,
    blank: LandingPage.blank,
    article: LandingPage.article,
    judged: LandingPage.judged,
  },
  newsletter: {
    label: "Newsletter",
    table: "emailNewsletters",
    title: ({ subject }) => String(subject),
    idOf: "emailNewsletter",
    approvals: always("newsletter"),
    machine: newsletterMachine,
    drafting: "draft",
    verbs: {
      ready: "submit",
      dmApprove: "dm_approve",
      clientApprove: "client_approve",
      dmReject: "reject",
      clientReject: "reject",
    },
    closes: "drafted",
    isCriticised: true,
    keepsStages: true,
    collection: "newsletters",
    columns: Newsletter.columns,
    article: Newsletter.article,
    judged: Newsletter.judged,
  },
  ad_copy: {
    label: "Ad copy",
    table: "adCopies",
    title: named,
    idOf: "adCopy",
    approvals: always("ads_push"),
    machine: adCopyMachine,
    drafting: "generating",
    verbs: {
      ready: "draft_ready",
      dmReject: "reject",
      clientReject: "reject",
      fail: "fail",
      retry: "retry",
      archive: "archive",
    },
    closes: "drafted",
    isCriticised: false,
    keepsStages: true,
    columns: AdCopy.columns,
    article: AdCopy.article,
    judged: AdCopy.judged,
  },
};

export const draftTypes = Object.keys(kinds) as DraftType[];

/** The facts of a kind. */
export function kindOf(type: DraftType): Kind {
  return kinds[type];
}

/** True when a subject is of a kind that is drafted and decided in the one way. */
export function isDraft(type: string): type is DraftType {
  return type in kinds;
}
