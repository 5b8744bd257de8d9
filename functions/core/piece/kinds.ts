import * as AdCopy from "#core/ad-copy/content.ts";
import * as LandingPage from "#core/landing-page/content.ts";
import * as Newsletter from "#core/newsletter/content.ts";
import { adCopyMachine } from "#schema/ad-copy.ts";
import type { ApprovalKind } from "#schema/approval.ts";
import { landingPageMachine } from "#schema/landing-page.ts";
import type { Transition } from "#schema/machine.ts";
import { newsletterMachine } from "#schema/newsletter.ts";
import { PieceType } from "#schema/piece.ts";
import type { SourcedCollection } from "#schema/search.ts";

export type Content = Record<string, unknown>;

/** What the critic reads of a piece. */
export interface Judged {
  title: string;
  content: string;
  metaDescription?: string;
  limits: { wordsMin: number; wordsMax: number; sectionsMin: number };
}

/** The facts in which one kind of content differs from the others. */
export interface Kind {
  label: string;
  table: "landingPages" | "emailNewsletters" | "adCopies";
  /** Column of what people call the piece. */
  titled: "name" | "subject";
  idOf: "landingPage" | "emailNewsletter" | "adCopy";
  approval: ApprovalKind;
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
  /** Content -> columns of its table beside those that all pieces have. */
  columns(content: Content): Record<string, unknown>;
  /** What a row needs before anything is written; without it no row is made of a draft that failed. */
  blank?(title: string, id: string): Record<string, unknown>;
  /** The content as one Markdown text. */
  article(content: Content): string;
  judged(content: Content): Judged;
}

const kinds: Record<PieceType, Kind> = {
  landing_page: {
    label: "Landing page",
    table: "landingPages",
    titled: "name",
    idOf: "landingPage",
    approval: "landing_page",
    machine: landingPageMachine,
    drafting: "drafting",
    verbs: {
      ready: "draft_ready",
      dmApprove: "dm_approve",
      clientApprove: "client_approve",
      dmReject: "dm_reject",
      clientReject: "client_reject",
      again: "regenerate",
      fail: "fail",
      retry: "retry",
      archive: "archive",
    },
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
    titled: "subject",
    idOf: "emailNewsletter",
    approval: "newsletter",
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
    titled: "name",
    idOf: "adCopy",
    approval: "ads_push",
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

export const pieceTypes: readonly PieceType[] = PieceType.options;

/** The facts of a kind. */
export function kindOf(type: PieceType): Kind {
  return kinds[type];
}

/** The kind that a subject is of, when it is a piece. */
export function isPiece(type: string): type is PieceType {
  return type in kinds;
}
