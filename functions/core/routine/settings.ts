import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { postsOfMonth } from "#core/gbp-post/order.ts";
import { iso } from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { CreditRateKey } from "#schema/plans.ts";
import { roster } from "#schema/roster.ts";
import {
  RoutineName,
  type RoutineSetting,
  type RoutineSettings,
  RoutineSettingsPatch,
  RoutineSwitch,
  type RoutineTurn,
  routineMax,
  routines,
} from "#schema/routine.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { type Wishes, wishes } from "./wishes.ts";

const words: Readonly<Record<RoutineSwitch, { label: string; description: string; minPlan: Plan }>> = {
  keywordResearchMonthly: {
    label: "Keyword research each month",
    description:
      "On the 1st, search terms in groups are looked for, unless the plan holds them. You approve each group.",
    minPlan: roster["keyword-researcher"].minPlan,
  },
  siteAuditMonthly: {
    label: "Site audit each month",
    description:
      "On the 1st, the technical state of the site is judged from its last crawl, unless the plan holds an audit.",
    minPlan: roster["site-auditor"].minPlan,
  },
  backlinkResearchMonthly: {
    label: "Backlink research each month",
    description: "On the 2nd, sites are looked for that could link to yours. No e-mail leaves before it is approved.",
    minPlan: roster["backlink-researcher"].minPlan,
  },
  gbpAutoPost: {
    label: "Posts for the Google Business Profile",
    description:
      "On the 1st, the posts of the month are written, unless the plan holds any. Each is approved before it goes out.",
    minPlan: roster["gbp-post-writer"].minPlan,
  },
  contentAuditMonthly: {
    label: "Audit of published posts each month",
    description: "On the 3rd, posts are looked at that were not for 30 days.",
    minPlan: roster["content-auditor"].minPlan,
  },
  autoGenerateHeroImage: {
    label: "A picture at the head of each blog post",
    description: "Made when a draft is ready for review, so that it is approved with the text.",
    minPlan: roster["blog-image-generator"].minPlan,
  },
};

/** The regular work of the client: what of it is wanted, what it costs, and what became of the last turn. */
export async function get(): Promise<RoutineSettings> {
  require("tenant_settings.read", "see the settings");
  return transaction(shown);
}

/** Switches regular work for the turns that follow. @throws plan.plan_limit */
export async function change(input: RoutineSettingsPatch): Promise<RoutineSettings> {
  require("tenant_settings.edit", "change the settings");
  const patch = RoutineSettingsPatch.parse(input) as Partial<Wishes>;
  return transaction(async (tx) => {
    const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    for (const key of RoutineSwitch.options)
      if (patch[key] && !reaches(plan as Plan, words[key].minPlan))
        throw new AppError(
          "plan.plan_limit",
          `“${words[key].label}” comes with the ${words[key].minPlan} plan. Change the plan first.`,
        );
    const before = await wishes(tx);
    await tx
      .insertInto("tenantSettings")
      .values({ tenantId: tenant(), id: newId("tenantSettings"), ...patch })
      .onConflict((conflict) => conflict.column("tenantId").doUpdateSet({ ...patch, updatedBy: reference() }))
      .execute();
    const after = await wishes(tx);
    const subject = { type: "tenant", id: tenant(), label: "Regular work" };
    await Effect.audit("tenant.settings_changed", subject, { before, after });
    return shown(tx);
  });
}

async function shown(tx: Tx): Promise<RoutineSettings> {
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const [wanted, costs, turns] = [await wishes(tx), await costsOf(tx), await lastTurns(tx)];
  const items = RoutineSwitch.options.map((key): RoutineSetting => {
    const { label, description, minPlan } = words[key];
    const isIncluded = reaches(plan as Plan, minPlan);
    const name = RoutineName.options.find((one) => routines[one].wish === key);
    return {
      ...{ key, label, description, minPlan, isIncluded, cost: costs[key] },
      isOn: isIncluded && wanted[key],
      last: (name && turns.get(name)) ?? null,
    };
  });
  return { items };
}

async function costsOf(tx: Tx): Promise<Record<RoutineSwitch, string>> {
  const price = async (key: CreditRateKey, count = 1) => said((count * (await Credit.rate(tx, key))) / 100);
  return {
    keywordResearchMonthly: `${await price("keyword_cluster")} each month`,
    siteAuditMonthly: `${await price("site_audit")} each month`,
    backlinkResearchMonthly: `${await price("backlink_research")} each month, and ${await price("backlink_outreach")} for each of up to ${routineMax.prospects} e-mails`,
    gbpAutoPost: `${await price("gbp_post", postsOfMonth)} each month, for ${postsOfMonth} posts`,
    contentAuditMonthly: `${await price("content_audit")} for each post, up to ${routineMax.audits} posts each month`,
    autoGenerateHeroImage: `${await price("blog_image_hero")} for each post`,
  };
}

function said(credits: number): string {
  return `${credits} ${credits === 1 ? "credit" : "credits"}`;
}

async function lastTurns(tx: Tx): Promise<Map<string, RoutineTurn>> {
  const rows = await tx
    .selectFrom("routineTurns")
    .distinctOn("routine")
    .select(["routine", "period", "outcome", "reason", "updatedAt"])
    .where("tenantId", "=", tenant())
    .orderBy("routine")
    .orderBy("period", "desc")
    .execute();
  return new Map(
    rows.map(({ routine, updatedAt, outcome, ...row }) => [
      routine,
      { ...row, outcome: outcome as RoutineTurn["outcome"], at: iso(updatedAt) },
    ]),
  );
}
