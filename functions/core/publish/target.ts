import type * as Approval from "#core/approval/index.ts";
import type { Purpose, Titled } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import type { Publisher } from "#schema/agent.ts";
import type { ApprovalStage } from "#schema/approval.ts";
import type { PublishedType, PublishTarget } from "#schema/publish.ts";
import type { Payload, QueueName } from "#schema/queues.ts";

/** What publishing knows of a piece, whatever its kind. */
export interface Sendable {
  id: string;
  title: string;
  status: string;
  version: number;
  contentHash: string;
  channelId: string | null;
  activityId: string | null;
  /** When it is to go out; null is at once. */
  publishAt: Date | null;
}

/**
 * What becomes of a piece: `prepare` its attempt was made, `begin` it is being sent, `draft` the account holds it as a draft, `drop` it
 * was not sent after all; the others say how it ended.
 */
export type PieceVerb = "prepare" | "begin" | "draft" | "confirm" | "lose_track" | "fail" | "drop";

/** What a verb brings with it. */
export interface Brought {
  at?: Date;
  url?: string;
  externalId?: string | null;
  /** What was sent, and which parts of it are there, where the account tells them apart. */
  sent?: Titled;
  parts?: readonly string[] | undefined;
}

/** The facts in which publishing one kind of content differs from publishing the others. */
export interface Target {
  type: PublishedType;
  target: PublishTarget;
  queue: Extract<QueueName, `publish__${string}`>;
  publisher: Publisher;
  /** What of an account it is for, where it is no post. */
  purpose?: Purpose;
  /** Whether an account says for itself that it gets drafts only. */
  keepsDrafts?: true;
  /** Stages whose approval lets it leave, the one that counts first. */
  stages: readonly ApprovalStage[];
  /** Reads and locks the piece. */
  find(tx: Tx, id: string): Promise<Sendable>;
  /** Hash of what would be sent now. */
  presentHash(tx: Tx, piece: Sendable): Promise<string>;
  /** The account it goes to when none is named; null where there is none. */
  account(tx: Tx, piece: Sendable): Promise<string | null>;
  /** Types of accounts it may go to, none where people publish it by hand; what leaves by our own mail goes to no account at all. */
  places?(tx: Tx, piece: Sendable): Promise<readonly string[]>;
  /** Exactly what is sent, frozen with the attempt. */
  payload(tx: Tx, piece: Sendable, mode: "draft" | "publish"): Promise<Titled>;
  /** The planned time, where the kind has one. */
  dueAt?(tx: Tx, piece: Sendable, channelId: string | null): Promise<Date>;
  /** The approval that lets it leave, where that is not one of the piece itself. */
  approval?(tx: Tx, piece: Sendable): Promise<Approval.Row | undefined>;
  /** Why it may not leave now although everything was decided; what follows from it has happened then. */
  obstacle?(tx: Tx, piece: Sendable): Promise<string | null>;
  /** Whether it leaves even while the client lets nothing out: it only stops something. */
  isStop?(tx: Tx, piece: Pick<Sendable, "id">): Promise<boolean>;
  /** Where people see what became of it, for what has no address of its own. */
  pageOf?(piece: Pick<Sendable, "id">): string;
  /** One of many: people are not told of each that went out. */
  isQuiet?: true;
  /** Whether it may be sent now that its attempt was made. */
  maySend(status: string): boolean;
  move(tx: Tx, piece: Sendable, verb: PieceVerb, brought?: Brought): Promise<void>;
  /** What else happens when people can see it. */
  published?(tx: Tx, piece: Sendable, url: string): Promise<void>;
}

export type Step = Payload<"publish__blog">["step"];
