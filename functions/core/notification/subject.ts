import { userIdOf } from "#core/person/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalKind } from "#schema/approval.ts";
import type { NotificationEvent } from "#schema/notification.ts";
import type { Payload } from "#schema/queues.ts";

/** What an event is about, in the words and ids that texts, links and the choice of people need. */
export interface Told {
  event: NotificationEvent;
  /** The screen it leads to. */
  page: { type: string; id: string };
  approvalId: string | null;
  approvalKind: ApprovalKind | null;
  /** Person who wrote, asked or uploaded, if it was a person. */
  author: string | null;
  /** Person whose own act the event is. */
  doer: string | null;
  /** A note of the decider, and whether the client may read it. */
  note: { text: string; forClient: boolean } | null;
  /** Variables of the texts. */
  words: Record<string, string>;
}

const stepNames: Record<string, string> = {
  client_research: "Research on the client",
  context_file: "The context file",
  strategy: "The strategy",
  deliverable_plan: "The plan",
};

/** Gathers what the event's payload left out. */
export async function tell(tx: Tx, event: NotificationEvent, input: Payload<"notifications__route">): Promise<Told> {
  const page = { type: input.subjectType, id: input.subjectId };
  const told: Told = {
    event,
    page,
    approvalId: null,
    approvalKind: null,
    author: null,
    doer: null,
    note: null,
    words: safe(input.data),
  };
  if (input.subjectType === "approval") return ofApproval(tx, told, input.subjectId);
  if (event === "dataset.failed") return { ...told, author: await uploader(tx, input.subjectId) };
  if (event === "task.overdue") return { ...told, author: await assignee(tx, input.subjectId) };
  if (event === "report.ready") return { ...told, author: await requester(tx, input.subjectId) };
  if (event === "setup.attention")
    return { ...told, words: { ...told.words, step: stepNames[told.words["step"] ?? ""] ?? "A step" } };
  if (event === "content.publish_unknown") return { ...told, words: { ...told.words, unknown: "yes" } };
  return told;
}

async function ofApproval(tx: Tx, told: Told, id: string): Promise<Told> {
  const row = await tx
    .selectFrom("approvals as a")
    .leftJoin("blogPosts as b", (join) => join.onRef("b.tenantId", "=", "a.tenantId").onRef("b.id", "=", "a.subjectId"))
    .leftJoin("blogRequests as r", (join) =>
      join.onRef("r.tenantId", "=", "a.tenantId").onRef("r.id", "=", "a.subjectId"),
    )
    .select(["a.kind", "a.stage", "a.status", "a.subjectType", "a.subjectId", "a.requestedBy", "a.decidedBy", "a.note"])
    .select(["a.title as name", "b.title", "r.topic"])
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", id)
    .executeTakeFirstOrThrow();
  const isDecided = told.event === "approval.decided";
  return {
    ...told,
    page: { type: row.subjectType, id: row.subjectId },
    approvalId: id,
    approvalKind: row.kind as ApprovalKind,
    author: userIdOf(row.requestedBy),
    doer: isDecided && row.decidedBy ? userIdOf(row.decidedBy) : null,
    note: isDecided && row.note ? { text: row.note, forClient: row.kind === "content_request" } : null,
    words: {
      ...told.words,
      title: row.name ?? row.title ?? row.topic ?? told.words["title"] ?? "",
      kind: row.kind.replaceAll("_", " "),
      stage: row.stage === "dm" ? "agency" : "client",
      verdict: row.status === "approved" ? "approved" : "sent back",
    },
  };
}

async function assignee(tx: Tx, activityId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("activities")
    .select("assigneeUserId")
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .executeTakeFirst();
  return row?.assigneeUserId ?? null;
}

// Whoever asked for a report, where it was a person.
async function requester(tx: Tx, reportId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("reports")
    .select("requestedBy")
    .where("tenantId", "=", tenant())
    .where("id", "=", reportId)
    .executeTakeFirst();
  return row?.requestedBy ? userIdOf(row.requestedBy) : null;
}

async function uploader(tx: Tx, fileId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("datasetFiles")
    .select("createdBy")
    .where("tenantId", "=", tenant())
    .where("id", "=", fileId)
    .executeTakeFirst();
  return row?.createdBy ? userIdOf(row.createdBy) : null;
}

// An address that came from a provider becomes a link only when it is one of the web.
function safe({ url, ...words }: Record<string, string>): Record<string, string> {
  return url && /^https?:\/\//.test(url) ? { ...words, url } : words;
}
