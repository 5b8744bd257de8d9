import { current, isImpersonated, mark, person, reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import type { ApprovalKind, ApprovalStage } from "#schema/approval.ts";
import { grantOf, marksWith } from "#schema/permissions.ts";
import type { Mark } from "#schema/roles.ts";

/** Who decides a stage of content. */
export const deciders: Record<ApprovalStage, readonly Mark[]> = {
  dm: marksWith("content.decide_dm"),
  client: marksWith("content.decide_client"),
};

/** What a workspace is led by is for the client's admins to decide, not for every approver. */
const ofWorkspace: readonly ApprovalKind[] = ["context_file", "strategy"];

/** Who decides a stage of a kind. */
export function decidersOf(kind: ApprovalKind, stage: ApprovalStage): readonly Mark[] {
  return stage === "client" && ofWorkspace.includes(kind) ? marksWith("strategy.decide_client") : deciders[stage];
}

interface Stage {
  kind: ApprovalKind;
  id: string;
  tenantId: string;
  stage: ApprovalStage;
}

/** Why the stage is not the actor's to decide at all, or null when it is. Whether they may still decide this version is another question. */
export function notTheirs({ kind, id, tenantId, stage }: Stage): string | null {
  const actor = current();
  if (actor.kind === "link") {
    if (actor.tenantId !== tenantId || !actor.approvalIds.includes(id)) return "This link is about something else.";
    if (!actor.canDecide) return "This link is for reading and talking; somebody else decides.";
    if (stage !== "client" || grantOf("content.decide_client", "LINK") === null)
      return "The agency's reviewers decide this stage.";
    return actor.verified ? null : "Confirm the code that was mailed to you; then you can decide.";
  }
  if (isImpersonated()) return "You act as somebody else; they decide for themselves.";
  const own = mark(tenantId);
  if (own && decidersOf(kind, stage).includes(own)) return null;
  return stage === "dm" ? "The agency's reviewers decide this stage." : "The client's approvers decide this stage.";
}

/** The id under which the actor writes and votes: the person's, or the link's. */
export function deciderId(): string {
  const actor = current();
  return actor.kind === "link" ? actor.linkId : person().userId;
}

/** Where a vote comes from. */
export function votesVia(): "dashboard" | "dm" | "link" {
  const { kind } = current();
  if (kind === "link") return "link";
  return kind === "reviewer" ? "dm" : "dashboard";
}

/**
 * True when the actor and one of the references are one human being: the same account, or the same mail address behind an
 * account and a signed link. Two pairs of eyes are not two ways in.
 */
export async function isSameHuman(tx: Tx, tenantId: string, references: readonly string[]): Promise<boolean> {
  const ids = references.map((one) => one.split(":")[1] ?? "");
  const own = reference().split(":")[1] ?? "";
  if (ids.includes(own)) return true;
  const addresses = (among: readonly string[]) => sql<{ email: string }>`
    select lower(email::text) as email from users where id = any(${[...among]})
    union select lower(contact_email::text) from approval_links where tenant_id = ${tenantId} and id = any(${[...among]})`;
  const [mine, theirs] = [await addresses([own]).execute(tx), await addresses(ids).execute(tx)];
  const known = new Set(mine.rows.map(({ email }) => email));
  return theirs.rows.some(({ email }) => known.has(email));
}
