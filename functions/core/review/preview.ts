import { preview as campaign } from "#core/campaign/decide.ts";
import { preview as optimisation } from "#core/campaign/recommend.ts";
import { preview as codeChange } from "#core/code-change/read.ts";
import { preview as reviewResponse } from "#core/customer-review/read.ts";
import * as LeadEmail from "#core/lead/email-review.ts";
import * as Piece from "#core/piece/index.ts";
import { preview as socialPost } from "#core/social/preview.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalKind } from "#schema/approval.ts";
import type { PieceType } from "#schema/piece.ts";

type Preview = (tx: Tx, id: string) => Promise<string | null>;

const previews: Partial<Record<ApprovalKind, Preview>> = {
  context_file: contextFile,
  strategy,
  deliverable_plan: plan,
  action_items: actionItems,
  keyword_group: keywordGroup,
  lead_email: LeadEmail.preview,
  campaign,
  code_change: codeChange,
  optimisation,
  gbp_publish: gbpPost,
  social_copy: socialPost,
  social_post: socialPost,
  review_response: reviewResponse,
  landing_page: piece("landing_page"),
  newsletter: piece("newsletter"),
  ads_push: piece("ad_copy"),
};

/** What an approval of a kind without a screen of its own is about, as Markdown; null for the others. */
export async function previewOf(tx: Tx, kind: ApprovalKind, subjectId: string): Promise<string | null> {
  return (await previews[kind]?.(tx, subjectId)) ?? null;
}

function piece(type: PieceType): Preview {
  return async (tx, id) => {
    const content = await Piece.contentOf(tx, type, id);
    return content ? Piece.kindOf(type).article(content) : null;
  };
}

async function contextFile(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("contextFiles")
    .select("body")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.body ?? null;
}

async function strategy(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("strategies")
    .select(["body", "summary", "changesSummary"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const changes = row.changesSummary ? `> What changed: ${row.changesSummary}\n\n` : "";
  return `${changes}${row.summary ?? ""}\n\n${row.body ?? ""}`.trim();
}

async function plan(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("deliverablePlans")
    .select(["creditsPerMonth", "summary"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const templates = await tx
    .selectFrom("deliverableTemplates as t")
    .leftJoin("goals as g", (join) => join.onRef("g.tenantId", "=", "t.tenantId").onRef("g.id", "=", "t.goalId"))
    .select(["t.title", "t.monthlyVolume", "t.creditsEach", "t.rationale", "g.title as goal"])
    .where("t.tenantId", "=", tenant())
    .where("t.deliverablePlanId", "=", id)
    .orderBy("t.position")
    .execute();
  const goals = await tx
    .selectFrom("goals as g")
    .innerJoin("deliverableTemplates as t", (join) =>
      join.onRef("t.tenantId", "=", "g.tenantId").onRef("t.goalId", "=", "g.id"),
    )
    .select(["g.title", "g.metric", "g.unit", "g.targetValue", "g.dueOn"])
    .distinct()
    .where("g.tenantId", "=", tenant())
    .where("t.deliverablePlanId", "=", id)
    .execute();
  const goalLine = (goal: (typeof goals)[number]) =>
    `- ${goal.title}: ${goal.metric} to ${Number(goal.targetValue)} ${goal.unit} by ${goal.dueOn}`;
  return [
    row.summary ?? "",
    `**${row.creditsPerMonth / 100} credits a month**`,
    "## Goals",
    goals.map(goalLine).join("\n"),
    "## Every month",
    tableOf(
      ["piece", "a month", "credits each", "goal", "why"],
      templates.map((one) => [one.title, one.monthlyVolume, one.creditsEach / 100, one.goal, one.rationale]),
    ),
  ].join("\n\n");
}

async function actionItems(tx: Tx, planId: string): Promise<string> {
  const rows = await tx
    .selectFrom("actionItems")
    .select(["title", "description", "doer", "suggestedPeriod"])
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .orderBy("id")
    .execute();
  return rows
    .map((row) => `- **${row.title}** (month ${row.suggestedPeriod}, ${row.doer}). ${row.description}`)
    .join("\n");
}

async function keywordGroup(tx: Tx, id: string): Promise<string> {
  const rows = await tx
    .selectFrom("keywordGroupItems as i")
    .innerJoin("keywords as k", (join) => join.onRef("k.tenantId", "=", "i.tenantId").onRef("k.id", "=", "i.keywordId"))
    .select(["k.keyword", "k.volumeBucket", "k.difficulty", "k.intent", "k.category"])
    .where("i.tenantId", "=", tenant())
    .where("i.keywordGroupId", "=", id)
    .orderBy("i.position")
    .execute();
  return tableOf(
    ["term", "kind", "searches", "difficulty", "intent"],
    rows.map((row) => [row.keyword, row.category, row.volumeBucket, row.difficulty, row.intent]),
  );
}

async function gbpPost(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("gbpPosts")
    .select(["bodyText", "ctaType", "ctaUrl"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const call = row.ctaType ? `\n\n**${row.ctaType.replaceAll(/[-_]/g, " ")}** ${row.ctaUrl ?? ""}` : "";
  return `${row.bodyText}${call}`;
}

type Cell = string | number | null;

// What stands in a cell may hold the signs that part cells and rows.
function tableOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) =>
    `| ${cells
      .map((cell) =>
        String(cell ?? "")
          .replaceAll("|", "\\|")
          .replaceAll(/\s+/g, " "),
      )
      .join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
