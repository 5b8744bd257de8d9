import * as Effect from "#core/effect/index.ts";
import { isImpersonated, origin, reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ApprovalFlag, ApprovalKind, ApprovalStage, ApprovalStatus, Resolve, Risk } from "#schema/approval.ts";
import { approvalMachine, approvalRules, expiresAfterMs } from "#schema/approval.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after, sources } from "#schema/machine.ts";
import { noticedOf } from "./author.ts";
import { deciderId, isSameHuman, notTheirs, votesVia } from "./decider.ts";

export { deciders } from "./decider.ts";

export interface Row {
  id: string;
  tenantId: string;
  kind: ApprovalKind;
  subjectType: string;
  subjectId: string;
  subjectVersion: number;
  contentHash: string;
  stage: ApprovalStage;
  risk: "low" | "medium" | "high";
  status: ApprovalStatus;
  quorum: number;
  approvalsHave: number;
  requestedBy: string;
  flags: ApprovalFlag[];
  expiresAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  note: string | null;
  activityId: string | null;
  createdAt: Date;
}

/** Opens a stage for one version, bound to the hash of exactly what was written. @returns the approval's id */
export async function open(
  tx: Tx,
  input: {
    kind: ApprovalKind;
    subject: { type: string; id: string; title: string };
    version: number;
    contentHash: string;
    stage: ApprovalStage;
    author: string;
    flags?: ApprovalFlag[];
    activityId?: string | null;
    reopenedFrom?: string;
    /** Where the thing itself asks for more care than its kind. */
    risk?: Risk;
  },
): Promise<string> {
  const id = newId("approval");
  const risk = input.risk ?? approvalRules[input.kind].risk;
  const noticed = await noticedOf(tx, input.kind, input.author);
  await tx
    .insertInto("approvals")
    .values({
      tenantId: tenant(),
      id,
      kind: input.kind,
      subjectType: input.subject.type,
      subjectId: input.subject.id,
      subjectVersion: input.version,
      title: input.subject.title.slice(0, 200),
      contentHash: input.contentHash,
      stage: input.stage,
      risk,
      status: "pending",
      requestedBy: input.author,
      flags: [...new Set([...(input.flags ?? []), ...noticed])],
      expiresAt: new Date(Date.now() + expiresAfterMs[risk]),
      activityId: input.activityId ?? null,
      reopenedFrom: input.reopenedFrom ?? null,
    })
    .execute();
  await Effect.audit(
    "approval.opened",
    { type: "approval", id, label: input.subject.title },
    { after: { kind: input.kind, stage: input.stage, version: input.version, contentHash: input.contentHash } },
  );
  await Effect.live("approval:created", { id, kind: input.kind, stage: input.stage, risk });
  await Effect.notify(
    `approval.created.${input.stage}`,
    { type: "approval", id },
    { title: input.subject.title, kind: input.kind, subjectType: input.subject.type, subjectId: input.subject.id },
    risk,
  );
  return id;
}

/** An approval of the tenants the actor may see. */
export async function find(tx: Tx, id: string, lock = false): Promise<Row> {
  const query = tx.selectFrom("approvals").selectAll().where("id", "=", id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound("Approval", id);
  return row as unknown as Row;
}

/** Why the person may not decide now, or null when they may. */
export function whyNot(
  row: Pick<Row, "kind" | "id" | "tenantId" | "stage" | "status" | "requestedBy" | "expiresAt">,
  stageVoters: readonly string[] = [],
): string | null {
  if (row.status !== "pending") return `This stage is ${row.status}.`;
  if (row.expiresAt.getTime() <= Date.now()) return "The approval has expired; reopen it first.";
  const reason = notTheirs(row);
  if (reason) return reason;
  const me = deciderId();
  if (row.requestedBy.endsWith(`:${me}`)) return "You wrote or last edited this version; somebody else must decide.";
  if (stageVoters.some((voter) => voter.endsWith(`:${me}`))) return "You have already voted.";
  return null;
}

/**
 * Records one person's decision about exactly the bytes they saw.
 * @returns the approval after the vote; `approved` only when its quorum is reached, one rejection rejects
 * @throws approval_closed, approval_stale (names the new version), own_work, forbidden, impersonated
 */
export async function vote(
  tx: Tx,
  id: string,
  decision: Resolve,
  present: { contentHash: string; version: number },
): Promise<Row> {
  const row = await find(tx, id, true);
  if (isImpersonated())
    throw new AppError("auth.impersonated", "Nobody may decide an approval while acting as somebody else.");
  const reason = notTheirs(row);
  if (reason) throw new AppError("auth.forbidden", reason);
  if (
    row.contentHash !== present.contentHash ||
    decision.contentHash !== present.contentHash ||
    row.status === "superseded"
  ) {
    throw new AppError(
      "approval.approval_stale",
      `The content changed after you opened it; review version ${present.version} and decide again.`,
      { details: { version: present.version, contentHash: present.contentHash } },
    );
  }
  if (row.status !== "pending" || row.expiresAt.getTime() <= Date.now())
    throw new AppError("approval.approval_closed", whyNot(row) ?? "This approval is closed.", {
      details: { status: row.status },
    });
  if (await isSameHuman(tx, row.tenantId, [row.requestedBy]))
    throw new AppError(
      "approval.own_work",
      "You wrote or last edited this version, so you cannot decide it. Ask another reviewer.",
    );
  const voters = await tx
    .selectFrom("approvalVotes")
    .select("voter")
    .where("tenantId", "=", row.tenantId)
    .where("approvalId", "=", id)
    .execute();
  if (
    await isSameHuman(
      tx,
      row.tenantId,
      voters.map(({ voter }) => voter),
    )
  )
    throw new AppError("approval.approval_closed", "You have already voted on this approval.");
  const { ip, userAgent } = origin();
  const made = await tx
    .insertInto("approvalVotes")
    .values({
      tenantId: row.tenantId,
      id: newId("vote"),
      approvalId: id,
      voter: reference(),
      via: votesVia(),
      decision: decision.decision === "approve" ? "approve" : "reject",
      category: decision.category ?? null,
      note: decision.note ?? null,
      contentHash: decision.contentHash,
      ip: ip ?? "unknown",
      userAgent: userAgent ?? "unknown",
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "approvalId", "voter"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) throw new AppError("approval.approval_closed", "You have already voted on this approval.");
  const have = row.approvalsHave + (decision.decision === "approve" ? 1 : 0);
  const decided = decision.decision !== "approve" || have >= row.quorum;
  const status = decided
    ? after(approvalMachine, row.status, decision.decision === "approve" ? "approve" : "reject", "The approval")
    : row.status;
  await tx
    .updateTable("approvals")
    .set({
      approvalsHave: have,
      status,
      ...(decided
        ? {
            decidedAt: new Date(),
            decidedBy: reference(),
            note: decision.note ?? null,
            category: decision.category ?? null,
          }
        : {}),
    })
    .where("tenantId", "=", row.tenantId)
    .where("id", "=", id)
    .execute();
  const label = { type: "approval", id, label: `${row.kind} ${row.stage}` };
  await Effect.audit(
    "approval.voted",
    label,
    { after: { decision: decision.decision, contentHash: decision.contentHash } },
    decision.note,
  );
  if (decided) {
    await Effect.audit(
      status === "approved" ? "approval.approved" : "approval.rejected",
      label,
      { before: { status: row.status }, after: { status } },
      decision.note,
    );
    await Effect.notify(
      "approval.decided",
      { type: "approval", id },
      { status, subjectType: row.subjectType, subjectId: row.subjectId, kind: row.kind, stage: row.stage },
      "low",
    );
  }
  await Effect.live("approval:decided", { id, status, have, quorum: row.quorum });
  return { ...row, status, approvalsHave: have };
}

/** Closes every open or unused approval of a subject, or those of one kind: its content, target or state changed. */
export async function supersede(tx: Tx, subject: { type: string; id: string; kind?: ApprovalKind }): Promise<void> {
  const rows = await tx
    .updateTable("approvals")
    .set({ status: "superseded" })
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .$if(subject.kind !== undefined, (query) => query.where("kind", "=", subject.kind ?? ""))
    .where("status", "in", sources(approvalMachine, "supersede"))
    .where("usedAt", "is", null)
    .returning(["id", "kind", "stage", "quorum", "approvalsHave"])
    .execute();
  for (const row of rows) {
    await Effect.audit("approval.superseded", { type: "approval", id: row.id, label: `${row.kind} ${row.stage}` });
    await Effect.live("approval:decided", {
      id: row.id,
      status: "superseded",
      have: row.approvalsHave,
      quorum: row.quorum,
    });
  }
}

/** The pending or approved approval of a version at a stage, if there is one: that of the newest where a stage decides twice. */
export async function ofVersion(
  tx: Tx,
  subject: { type: string; id: string },
  version: number,
  stage: ApprovalStage,
): Promise<Row | undefined> {
  const row = await newestOf(tx, subject, stage)
    .where("subjectVersion", "=", version)
    .where("status", "in", ["pending", "approved"])
    .executeTakeFirst();
  return row as unknown as Row | undefined;
}

/**
 * What a decided change makes of a thing that was approved is approved with it: whoever decided the change knew both, word for word.
 */
export async function follow(
  tx: Tx,
  decided: Row,
  of: {
    kind: ApprovalKind;
    subject: { type: string; id: string; title: string };
    version: number;
    contentHash: string;
  },
): Promise<void> {
  const id = newId("approval");
  const { kind, subject, version, contentHash } = of;
  const { stage, risk, quorum, approvalsHave, requestedBy, expiresAt, decidedAt, decidedBy } = decided;
  await tx
    .insertInto("approvals")
    .values({
      ...{ tenantId: tenant(), id, kind, subjectType: subject.type, subjectId: subject.id, subjectVersion: version },
      ...{ title: subject.title.slice(0, 200), contentHash, stage, risk, status: "approved", requestedBy, expiresAt },
      ...{ quorum, approvalsHave, decidedAt, decidedBy, note: `Follows from the approval ${decided.id}.` },
    })
    .execute();
  const about = { type: "approval", id, label: subject.title };
  await Effect.audit("approval.approved", about, { after: { kind, stage, version, contentHash, follows: decided.id } });
}

/** The newest approved approval of a subject at a stage, whichever version it was of. */
export async function lastApproved(
  tx: Tx,
  subject: { type: string; id: string },
  stage: ApprovalStage,
): Promise<Row | undefined> {
  const row = await newestOf(tx, subject, stage).where("status", "=", "approved").executeTakeFirst();
  return row as unknown as Row | undefined;
}

function newestOf(tx: Tx, subject: { type: string; id: string }, stage: ApprovalStage) {
  return tx
    .selectFrom("approvals")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .where("stage", "=", stage)
    .orderBy("id", "desc")
    .limit(1);
}

/** Marks an approval as spent by the release it allowed. */
export async function use(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("approvals")
    .set({ usedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** Closes approvals of the tenant at work whose time is over. Expiry never approves. @returns how many */
export async function expireDue(now: Date): Promise<number> {
  return transaction(async (tx) => {
    const rows = await tx
      .updateTable("approvals")
      .set({ status: "expired" })
      .where("tenantId", "=", tenant())
      .where("status", "=", "pending")
      .where("expiresAt", "<=", now)
      .returning(["id", "kind", "stage", "quorum", "approvalsHave"])
      .execute();
    for (const row of rows) {
      await Effect.audit("approval.expired", { type: "approval", id: row.id, label: `${row.kind} ${row.stage}` });
      await Effect.live("approval:decided", {
        id: row.id,
        status: "expired",
        have: row.approvalsHave,
        quorum: row.quorum,
      });
    }
    return rows.length;
  });
}

/** How often people have sent a thing back. */
export async function rejectionsOf(tx: Tx, subject: { type: string; id: string }): Promise<number> {
  const { count } = await tx
    .selectFrom("approvals")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .where("status", "=", "rejected")
    .executeTakeFirstOrThrow();
  return Number(count);
}
