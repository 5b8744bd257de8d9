import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { add, type Sheets } from "./copy.ts";
import type { Ground } from "./tenant.ts";
import { ago, prose, topic } from "./words.ts";

interface Subject {
  type: string;
  id: string;
  contentHash: string;
  activityId: string;
}

/** The approvals of a post's stages as its status says, their votes, and the attempt that sent it. */
export function decide(
  sheets: Sheets,
  ground: Ground,
  subject: Subject,
  { status, hours }: { status: string; hours: number },
): void {
  const stages = status === "dm_review" || status === "rejected" ? (["dm"] as const) : (["dm", "client"] as const);
  let last = "";
  for (const stage of stages) {
    const isOpen = status === `${stage}_review`;
    last = newId("approval");
    const decision = status === "rejected" ? "rejected" : "approved";
    add(sheets, "approvals", {
      tenantId: ground.tenantId,
      id: last,
      kind: "blog_post",
      subjectType: subject.type,
      subjectId: subject.id,
      subjectVersion: 2,
      contentHash: subject.contentHash,
      stage,
      risk: "medium",
      status: isOpen ? "pending" : decision,
      approvalsHave: isOpen || decision === "rejected" ? 0 : 1,
      requestedBy: "system:agents",
      expiresAt: ago(hours - 120),
      decidedAt: isOpen ? null : ago(hours - 4),
      activityId: subject.activityId,
    });
    if (!isOpen) vote(sheets, ground, last, stage, { decision, contentHash: subject.contentHash });
  }
  if (status === "published") send(sheets, ground, subject, { approvalId: last, hours });
}

function vote(
  sheets: Sheets,
  { tenantId, people }: Ground,
  approvalId: string,
  stage: "dm" | "client",
  given: { decision: string; contentHash: string },
): void {
  add(sheets, "approvalVotes", {
    tenantId,
    id: newId("vote"),
    approvalId,
    voter: stage === "dm" ? `reviewer:${people.reviewer}` : `user:${people.approver}`,
    via: stage === "dm" ? "dm" : "dashboard",
    decision: given.decision === "rejected" ? "reject" : "approve",
    contentHash: given.contentHash,
    ip: "192.0.2.1",
    userAgent: "seed",
  });
}

function send(
  sheets: Sheets,
  { tenantId, channelId, slug }: Ground,
  subject: Subject,
  { approvalId, hours }: { approvalId: string; hours: number },
): void {
  const publishAttemptId = newId("publishAttempt");
  add(sheets, "publishAttempts", {
    tenantId,
    id: publishAttemptId,
    subjectType: subject.type,
    subjectId: subject.id,
    version: 2,
    contentHash: subject.contentHash,
    approvalId,
    channelId,
    target: "blog",
    mode: "publish",
    status: "confirmed",
    attemptKey: sha256(`${subject.id}:2:${channelId}`),
    payload: JSON.stringify({ title: subject.id }),
    publishAt: ago(hours - 6),
    tries: 1,
    externalUrl: `https://${slug}.test/${subject.id}`,
    confirmedAt: ago(hours - 8),
  });
  for (const [index, phase] of ["post", "check", "finalise"].entries())
    add(sheets, "publishSteps", {
      tenantId,
      id: newId("publishStep"),
      publishAttemptId,
      step: index + 1,
      phase,
      outcome: "ok",
      httpStatus: 200,
      requestSha256: subject.contentHash,
      durationMs: 210,
    });
}

/** What people were told of a post and what they said. */
export function tell(
  sheets: Sheets,
  { tenantId, people }: Ground,
  subject: Subject,
  { number, hours }: { number: number; hours: number },
): void {
  for (const [index, userId] of [people.admin, people.approver, people.member, people.reviewer].entries()) {
    const notificationId = newId("notification");
    const about = { event: "approval.requested", subjectType: subject.type, subjectId: subject.id };
    add(sheets, "notifications", {
      tenantId,
      id: notificationId,
      userId,
      ...about,
      title: topic(number),
      body: "A post waits for you.",
      risk: "medium",
      readAt: number > 3 ? ago(hours - 5) : null,
      createdAt: ago(hours),
    });
    add(sheets, "notificationDeliveries", {
      tenantId,
      id: newId("delivery"),
      userId,
      ...about,
      address: "-",
      channel: "web",
      templateSlug: "approval-requested",
      status: "sent",
      dedupeKey: `${subject.id}:${index}`,
      notificationId,
      sentAt: ago(hours),
    });
  }
  for (const [author, visibility] of [
    [`reviewer:${people.reviewer}`, "internal"],
    [`user:${people.member}`, "client"],
  ] as const)
    add(sheets, "comments", {
      tenantId,
      id: newId("comment"),
      subjectType: subject.type,
      subjectId: subject.id,
      version: 2,
      body: prose(number, 1),
      visibility,
      author,
    });
}
