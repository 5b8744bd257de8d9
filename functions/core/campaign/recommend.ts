import canonicalize from "canonicalize";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { latestAttempts } from "#core/publish/read.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApprovalStage } from "#schema/approval.ts";
import {
  type BatchStatus,
  type BatchVerb,
  batchDaysMax,
  batchMachine,
  kindOfAction,
  type Maker,
  makerOfAction,
  type Recommendation,
  type RecommendationBatch,
} from "#schema/campaign-results.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { accountOf } from "./account.ts";
import { own } from "./own.ts";

const listMax = 20;

/** Changes that are decided together. */
export interface Batch {
  id: string;
  /** What it changes: a campaign, or what was made of a set of ad texts. */
  campaignId: string | null;
  adCopyId: string | null;
  /** The platform's campaign it is about, where it is about one. */
  mappingId: string | null;
  undoOf: string | null;
  agent: string;
  status: BatchStatus;
  version: number;
  windowDays: number;
}

/** A batch of the tenant at work, locked. */
export async function batch(tx: Tx, id: string): Promise<Batch> {
  const row = await tx
    .selectFrom("recommendationBatches")
    .select(["id", "campaignId", "adCopyId", "mappingId", "undoOf", "agent", "status", "version", "windowDays"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Batch", id);
  return row as Batch;
}

/** Sets columns of a batch. */
export async function setBatch(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable("recommendationBatches")
    .set(values)
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** Moves a batch by a verb of its machine. */
export async function moveBatch(
  tx: Tx,
  row: Batch,
  verb: BatchVerb,
  values: Record<string, unknown> = {},
): Promise<Batch> {
  const status = after(batchMachine, row.status, verb, "The batch");
  await setBatch(tx, row.id, { status, ...values });
  await Effect.live("content:updated", { kind: "recommendation_batch", id: row.id, status, version: row.version });
  return { ...row, status };
}

/** Opens a stage for the changes that are still meant. */
export async function openStage(tx: Tx, row: Batch, stage: ApprovalStage, author: string): Promise<void> {
  const { contentHash, title } = await present(tx, row.id);
  await Approval.open(tx, {
    ...{ kind: "optimisation", stage, author, version: row.version, contentHash },
    subject: { type: "recommendation_batch", id: row.id, title },
  });
}

/** Hash, version and title an approval of a batch is about: what is left of it, word for word. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await batch(tx, id);
  const name = await nameOf(tx, row);
  // What was made already stays part of what was decided.
  const meant = (await changesOf(tx, id)).filter(({ status }) => status !== "dismissed");
  const changes = meant.map(({ status: _, outcome: __, appliedAt: ___, appliedBy: ____, ...change }) => change);
  const title = `${meant.length} ${meant.length === 1 ? "change" : "changes"} to ${name}`;
  const said = { changes, account: await accountOf(tx, row) };
  return { contentHash: sha256(canonicalize(said) ?? ""), version: row.version, title };
}

/** After the agency the client decides; after the client the changes may be made. */
export async function approved(tx: Tx, id: string, stage: ApprovalStage): Promise<void> {
  const row = await batch(tx, id);
  const name = await nameOf(tx, row);
  const moved = await moveBatch(tx, row, stage === "dm" ? "accept" : "client_approve");
  await Effect.audit(
    "recommendation.approved",
    { type: "recommendation_batch", id, label: name },
    { before: { status: row.status }, after: { status: moved.status } },
  );
  if (stage === "dm") await openStage(tx, moved, "client", reference());
}

/** None of the changes is made. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await batch(tx, id);
  await Approval.supersede(tx, { type: "recommendation_batch", id });
  await moveBatch(tx, row, "dismiss", { decisionNote: note });
  const name = await nameOf(tx, row);
  await Effect.audit("recommendation.dismissed", { type: "recommendation_batch", id, label: name }, {}, note);
}

/** Says that a person has made a change which nobody else makes. */
export async function done(campaignId: string, id: string): Promise<void> {
  require("campaign.decide_dm", "say that a change is made");
  await transaction(async (tx) => {
    const { batchId } = await changeIn(tx, campaignId, id);
    const row = await batch(tx, batchId);
    const change = (await changesOf(tx, batchId)).find((one) => one.id === id);
    const isDecided = row.status === "client_approved" || row.status === "applied";
    const isOurs = change && makerOf(change, (await accountOf(tx, row)) !== null) !== "person";
    if (!change || !isDecided || change.status !== "open" || isOurs)
      throw new AppError(
        "request.illegal_transition",
        isOurs ? "This change is not made by hand." : "Only what was approved and is not made yet can be ticked off.",
      );
    await setChange(tx, id, { status: "applied", appliedAt: new Date(), appliedBy: reference() });
    await Effect.audit(
      "recommendation.applied",
      { type: "recommendation", id, label: change.title },
      { before: { value: change.from }, after: { value: change.to, byHand: true } },
    );
    await settle(tx, row);
  });
}

/** Once nothing of a batch is left that an account has to be told, it is made, whatever people still do by hand. */
export async function settle(tx: Tx, row: Batch): Promise<void> {
  if (row.status === "client_approved") {
    const hasAccount = (await accountOf(tx, row)) !== null;
    const left = (await changesOf(tx, row.id)).filter(({ status }) => status === "open");
    if (left.every((change) => makerOf(change, hasAccount) === "person")) {
      await moveBatch(tx, row, "apply");
      return;
    }
  }
  const { id, status, version } = row;
  await Effect.live("content:updated", { kind: "recommendation_batch", id, status, version });
}

/** Sets columns of one change. */
export async function setChange(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable("campaignRecommendations")
    .set(values)
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

async function changeIn(tx: Tx, campaignId: string, id: string) {
  const found = await tx
    .selectFrom("campaignRecommendations as r")
    .innerJoin("recommendationBatches as b", (join) =>
      join.onRef("b.tenantId", "=", "r.tenantId").onRef("b.id", "=", "r.batchId"),
    )
    .select(["r.batchId", "r.status", "r.title"])
    .where("r.tenantId", "=", tenant())
    .where("r.id", "=", id)
    .where("b.campaignId", "=", campaignId)
    .executeTakeFirst();
  if (!found) throw notFound("Recommendation", id);
  return found;
}

/** Leaves one change out, or takes it back in, while the agency has the batch before it. The rest is decided anew. */
export async function keepOrDrop(campaignId: string, id: string, verb: "dismiss" | "restore"): Promise<void> {
  require("campaign.decide_dm", "leave changes out");
  await transaction(async (tx) => {
    const found = await changeIn(tx, campaignId, id);
    const row = await batch(tx, found.batchId);
    const [from, to] = verb === "dismiss" ? ["open", "dismissed"] : ["dismissed", "open"];
    if (row.status !== "proposed" || found.status !== from)
      throw new AppError("request.illegal_transition", `The change is ${found.status}, its batch ${row.status}.`);
    await setChange(tx, id, { status: to ?? "open" });
    const change = { before: { status: from }, after: { status: to } };
    await Effect.audit("recommendation.dismissed", { type: "recommendation", id, label: found.title }, change);
    await Approval.supersede(tx, { type: "recommendation_batch", id: row.id });
    const version = row.version + 1;
    await setBatch(tx, row.id, { version });
    const left = (await changesOf(tx, row.id)).filter(({ status }) => status === "open");
    if (left.length === 0) await moveBatch(tx, { ...row, version }, "dismiss");
    else await openStage(tx, { ...row, version }, "dm", reference());
  });
}

/** Batches that nobody decided in two weeks speak of figures that are no longer true. */
export async function expireBatches(tx: Tx, now: Date): Promise<void> {
  const rows = await tx
    .selectFrom("recommendationBatches")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["proposed", "dm_accepted"])
    .where("createdAt", "<", new Date(now.getTime() - batchDaysMax * 86_400_000))
    .execute();
  for (const { id } of rows) {
    await Approval.supersede(tx, { type: "recommendation_batch", id });
    await moveBatch(tx, await batch(tx, id), "expire");
  }
}

/** The last batches of a campaign, or of a set of ad texts, newest first. */
export async function list(of: "campaignId" | "adCopyId", id: string): Promise<RecommendationBatch[]> {
  require("campaign.read", "see proposed changes");
  return transaction(async (tx) => {
    await nameOf(tx, { campaignId: null, adCopyId: null, [of]: id });
    const rows = await tx
      .selectFrom("recommendationBatches")
      .select(["id", "agent", "status", "version", "reason", "decisionNote", "undoOf", "createdAt"])
      .select(["campaignId", "adCopyId", "mappingId"])
      .where("tenantId", "=", tenant())
      .where(of, "=", id)
      .orderBy("id", "desc")
      .limit(listMax)
      .execute();
    const ids = rows.map((row) => row.id);
    const [changes, attempts] = [await changesOfEach(tx, ids), await latestAttempts(tx, ids)];
    const batches: RecommendationBatch[] = [];
    for (const { decisionNote: note, createdAt, status, campaignId, adCopyId, mappingId, ...row } of rows) {
      const account = await accountOf(tx, { campaignId, adCopyId, mappingId, agent: row.agent });
      batches.push({
        ...{ ...row, note, status: status as BatchStatus, createdAt: Paging.iso(createdAt) },
        recommendations: (changes.get(row.id) ?? []).map((change) => ({
          ...change,
          maker: makerOf(change, account !== null),
        })),
        publish: attempts.get(row.id) ?? null,
      });
    }
    return batches;
  });
}

/** What an approval of a batch shows. */
export async function preview(tx: Tx, id: string): Promise<string> {
  const meant = (await changesOf(tx, id)).filter(({ status }) => status !== "dismissed");
  const account = await accountOf(tx, await batch(tx, id));
  return meant
    .map((change) =>
      [
        `### ${change.title}`,
        ...(makerOf(change, account !== null) === "person" ? ["*A person makes this change by hand.*"] : []),
        `${change.from || "(nothing)"} → **${change.to}**`,
        change.why,
        `*Expected:* ${change.expectedEffect}`,
        change.evidence.map((line) => `- ${line}`).join("\n"),
      ].join("\n\n"),
    )
    .join("\n\n");
}

/** One change of a batch, whoever makes it. */
export type Change = Omit<Recommendation, "maker">;
/** A change as it is proposed. */
type Proposal = Omit<Change, "id" | "kind" | "status" | "outcome" | "appliedAt" | "appliedBy">;

/** Who makes a change; without an account it would be made in, that is a person. */
export function makerOf({ action }: Pick<Change, "action">, hasAccount: boolean): Maker {
  const maker = makerOfAction[action] ?? "person";
  return maker === "account" && !hasAccount ? "person" : maker;
}

/** Keeps the changes that a batch proposes, in their order. */
export async function keepChanges(tx: Tx, batchId: string, changes: readonly Proposal[]): Promise<void> {
  await tx
    .insertInto("campaignRecommendations")
    .values(
      changes.map(({ from: fromValue, to: toValue, ...said }) => ({
        ...{ tenantId: tenant(), id: newId("campaignRecommendation"), batchId },
        ...{ ...said, fromValue, toValue, kind: kindOfAction[said.action] },
      })),
    )
    .execute();
}

/** The changes of a batch, in their order. */
export async function changesOf(tx: Tx, batchId: string): Promise<Change[]> {
  return (await changesOfEach(tx, [batchId])).get(batchId) ?? [];
}

async function changesOfEach(tx: Tx, batchIds: readonly string[]): Promise<Map<string, Change[]>> {
  const each = new Map(batchIds.map((id): [string, Change[]] => [id, []]));
  if (each.size === 0) return each;
  const rows = await tx
    .selectFrom("campaignRecommendations")
    .select(["id", "action", "kind", "externalId", "title", "fromValue", "toValue", "why", "expectedEffect"])
    .select(["evidence", "confidence", "risk", "status", "outcome", "appliedAt", "appliedBy", "batchId"])
    .where("tenantId", "=", tenant())
    .where("batchId", "in", batchIds)
    .orderBy("id")
    .execute();
  for (const { batchId, fromValue: from, toValue: to, appliedAt, ...row } of rows)
    each.get(batchId)?.push({ ...row, from, to, appliedAt: Paging.iso(appliedAt) } as Change);
  return each;
}

async function nameOf(tx: Tx, { campaignId, adCopyId }: Pick<Batch, "campaignId" | "adCopyId">): Promise<string> {
  if (campaignId) return (await own(tx, campaignId, false)).name;
  const row = await tx
    .selectFrom("adCopies")
    .select("name")
    .where("tenantId", "=", tenant())
    .where("id", "=", adCopyId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw notFound("Ad copy", adCopyId ?? "");
  return row.name;
}
