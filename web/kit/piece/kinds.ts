import { IconAd2, IconBrandInstagram, IconBuildingStore, IconLayout, IconMail } from "@tabler/icons-react";
import { AdCopyStatus } from "#schema/ad-copy.ts";
import type { ApprovalKind } from "#schema/approval.ts";
import type { GbpPost } from "#schema/gbp-post.ts";
import { GbpPostStatus } from "#schema/gbp-post.ts";
import { LandingPageStatus } from "#schema/landing-page.ts";
import { NewsletterStatus } from "#schema/newsletter.ts";
import type { PieceDetail, PieceItem } from "#schema/piece.ts";
import { type SocialPost, SocialPostStatus } from "#schema/social.ts";
import { beginning, words } from "../components/format.ts";
import { type PieceKind, pieceKinds } from "./piece-kinds.ts";

const shown = 80;

/** A piece in a list, whatever its kind. */
export interface Listed {
  id: string;
  title: string;
  /** What tells it from others of its kind. */
  about: string | null;
  status: string;
  /** When it goes or went out, if that is known. */
  outAt: string | null;
  /** When the plan has it go out, as long as it is not in line. */
  plannedAt: string | null;
  updatedAt: string;
}

interface Kind {
  title: string;
  lead: string;
  empty: string;
  icon: typeof IconMail;
  path: string;
  statuses: readonly string[];
  approvals: readonly ApprovalKind[];
  /** The way it is sent once it is approved: last part of the address, and what the button says. */
  send?: { verb: string; label: string; from: readonly string[]; planned: boolean };
}

const tenant = "/tenant/v1";

export const kinds: Record<PieceKind, Kind> = {
  social: {
    title: "Social posts",
    lead: "Posts for the channels where people follow you.",
    empty: "They come from the social calendar of the monthly plan.",
    icon: IconBrandInstagram,
    path: `${tenant}/social-posts`,
    statuses: SocialPostStatus.options,
    approvals: ["social_copy", "social_post"],
    send: { verb: "schedule", label: "Plan or send", from: ["client_approved", "publish_failed"], planned: true },
  },
  newsletters: {
    title: "Newsletters",
    lead: "E-mails to those who asked for them.",
    empty: "The next newsletter of the monthly plan appears here.",
    icon: IconMail,
    path: `${tenant}/newsletters`,
    statuses: NewsletterStatus.options,
    approvals: ["newsletter"],
  },
  "landing-pages": {
    title: "Landing pages",
    lead: "Pages that ask for one thing.",
    empty: "They are written for campaigns and for the monthly plan.",
    icon: IconLayout,
    path: `${tenant}/landing-pages`,
    statuses: LandingPageStatus.options,
    approvals: ["landing_page"],
    send: { verb: "publish", label: "Put on the site", from: ["client_approved", "publish_failed"], planned: false },
  },
  gbp: {
    title: "Business Profile posts",
    lead: "News, offers and events beside the map.",
    empty: "They are written for the monthly plan and go out once your agency lets them.",
    icon: IconBuildingStore,
    path: `${tenant}/gbp-posts`,
    statuses: GbpPostStatus.options,
    approvals: ["gbp_publish"],
    send: { verb: "publish", label: "Plan or send", from: ["approved", "publish_failed"], planned: true },
  },
  ads: {
    title: "Ad texts",
    lead: "Sets of texts for ads; they reach the account paused.",
    empty: "They are written for campaigns with paid ads.",
    icon: IconAd2,
    path: `${tenant}/ad-copies`,
    statuses: AdCopyStatus.options,
    approvals: ["ads_push"],
    send: { verb: "push", label: "Put into the account, paused", from: ["approved", "failed"], planned: false },
  },
};

/** The kind of piece that an approval decides; null for what is no piece. */
export function kindOfApproval(approval: ApprovalKind): PieceKind | null {
  return pieceKinds.find((kind) => kinds[kind].approvals.includes(approval)) ?? null;
}

export type AnyPiece = SocialPost | GbpPost | PieceItem | PieceDetail;

/** A piece as lists and headers show it. */
export function listed(piece: AnyPiece): Listed {
  const { id, status, updatedAt } = piece;
  if ("type" in piece) return { id, title: piece.title, about: null, status, outAt: null, plannedAt: null, updatedAt };
  const outAt = piece.publishedAt ?? piece.scheduledAt;
  const base = { id, status, outAt, plannedAt: piece.plannedAt, updatedAt };
  if ("platform" in piece) {
    const title = piece.hook || beginning(piece.bodyText, shown) || "Post being written";
    return { ...base, title, about: `${words(piece.platform)}, ${piece.format}` };
  }
  const title = piece.offer?.title ?? piece.event?.title ?? (beginning(piece.bodyText, shown) || "Post being written");
  const isWritten = status === "approved" && !piece.isApproved;
  return { ...base, title, about: words(piece.postType), status: isWritten ? "dm_review" : status };
}
