import * as Approval from "#core/approval/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { senderOf } from "#core/letter/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import {
  AutoPilot,
  type CampaignChange,
  CampaignDraft,
  CampaignPatch,
  CampaignStep,
  channelsOf,
  selfSteering,
} from "#schema/campaign-plan.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { demandBrief } from "./by-hand.ts";
import { openStage } from "./decide.ts";
import { goOn } from "./guard.ts";
import { changed, messagesOf, move, type Own, own, planned, set, subject } from "./own.ts";
import { pause } from "./pause.ts";
import { stopMails } from "./stop.ts";
import * as Work from "./work.ts";

/** A new campaign, as a draft. @returns its id @throws request.already_exists: the name is taken */
export const create = fn(CampaignDraft, async (draft) => {
  require("campaign.create", "begin campaigns");
  demandSense(draft);
  const { budget, ...said } = draft;
  const id = newId("campaign");
  await transaction(async (tx) => {
    await demandName(tx, draft.name, id);
    await tx
      .insertInto("campaigns")
      .values({ tenantId: tenant(), id, status: "draft", ...said, ...columnsOf(budget) })
      .execute();
    await Effect.audit("campaign.created", subject({ id, name: draft.name }), { after: { type: draft.type } });
    await changed({ id, status: "draft", version: 1 });
  });
  return id;
});

/** Changes a draft, or one that the agency has before it: that is then another version, to be decided anew. */
export async function edit(id: string, input: CampaignChange): Promise<void> {
  require("campaign.create", "change campaigns");
  const { budget, brief, ...given } = CampaignPatch.parse(input);
  const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Own>;
  await transaction(async (tx) => {
    const row = await planned(tx, id);
    if (row.status !== "draft" && row.status !== "dm_review")
      throw new AppError(
        "request.illegal_transition",
        `The campaign is ${row.status.replaceAll("_", " ")}; send it back first.`,
      );
    const values = {
      ...patch,
      ...(budget === undefined ? {} : columnsOf(budget)),
      ...(brief ? { brief: JSON.stringify(brief), runId: null } : {}),
    };
    demandSense({ ...row, ...patch });
    if (brief) await demandBrief(tx, { ...row, ...patch, ...(budget === undefined ? {} : columnsOf(budget)) }, brief);
    if (patch.name) await demandName(tx, patch.name, id);
    if (Object.keys(values).length > 0) await set(tx, id, values);
    await Effect.audit("campaign.updated", subject(row), {
      before: { ...row },
      after: { ...row, ...values, ...(brief ? { brief } : {}) },
    });
    await renewed(tx, id);
  });
}

/** What was decided of a campaign holds no more: it is another version now, and the agency decides again. */
export async function renewed(tx: Tx, id: string): Promise<void> {
  const row = await own(tx, id);
  const version = row.version + 1;
  await set(tx, id, { version });
  await changed({ ...row, version });
  if (row.status !== "dm_review") return;
  await Approval.supersede(tx, { type: "campaign", id });
  await openStage(tx, { ...row, version }, "dm", reference());
}

/** Moves a campaign on: to its decisions, to work, to its end. */
export async function step(id: string, input: CampaignStep): Promise<void> {
  const { verb, note } = CampaignStep.parse(input);
  if (verb === "submit" || verb === "archive") require("campaign.create", "move campaigns on");
  else require("campaign.decide_dm", "run campaigns");
  await transaction(async (tx) => {
    // Balance before campaign, as where a run is paid and then writes into it.
    if (verb !== "submit") await Credit.lock(tx);
    // Outreach is decided mail by mail, but paused and ended like every other.
    const row = await (["pause", "resume", "complete"].includes(verb) ? own : planned)(tx, id);
    if (verb === "submit" && !row.brief)
      throw new AppError("request.illegal_transition", "A campaign is decided by its brief; have one written first.");
    if (verb === "activate" && (await messagesOf(tx, id)).some(({ channel }) => channel === "email"))
      await senderOf(tx);
    if (verb === "pause") return pause(tx, row, note);
    if (verb === "resume") await goOn(tx, row);
    const moved = await move(tx, row, verb, verb === "archive" ? { archivedAt: new Date() } : {});
    await Effect.audit(
      auditOf[verb],
      subject(row),
      { before: { status: row.status }, after: { status: moved.status } },
      note,
    );
    if (verb === "archive") await Approval.supersede(tx, { type: "campaign", id });
    if (verb === "archive" || verb === "complete") await stopMails(tx, { campaignId: id }, "ended");
    if (verb === "activate" || verb === "resume") await Work.order(tx, moved);
    const why = lettingGo[verb];
    if (why) await Work.letGo(tx, id, why);
    if (verb === "submit") await openStage(tx, moved, "dm", reference());
  });
}

/** Whether its changes are prepared every week without anybody asking. */
export async function setAutoPilot(id: string, input: { enabled: boolean }): Promise<void> {
  require("tenant_settings.edit", "switch the autopilot");
  const { enabled } = AutoPilot.parse(input);
  await transaction(async (tx) => {
    const row = await planned(tx, id);
    if (enabled && !selfSteering.includes(row.type))
      throw new AppError("request.illegal_transition", "Campaigns of this type have no autopilot.");
    await set(tx, id, { autoPilot: enabled });
    const change = { before: { autoPilot: row.autoPilot }, after: { autoPilot: enabled } };
    await Effect.audit("campaign.auto_pilot_changed", subject(row), change);
    await changed(row);
  });
}

const lettingGo: Partial<Record<CampaignStep["verb"], string>> = {
  complete: "The campaign is over",
  archive: "The campaign was laid aside",
};

const auditOf = {
  submit: "campaign.submitted",
  activate: "campaign.activated",
  resume: "campaign.resumed",
  complete: "campaign.completed",
  archive: "campaign.archived",
} as const;

function columnsOf(budget: CampaignDraft["budget"]): Pick<Own, "budgetMinor" | "currency"> {
  return { budgetMinor: budget?.amountMinor ?? null, currency: budget?.currency ?? null };
}

function demandSense({
  type,
  channels,
  startsOn,
  endsOn,
}: Pick<Own, "type" | "channels" | "startsOn" | "endsOn">): void {
  const foreign = channels.filter((channel) => !channelsOf[type].includes(channel));
  const problem = (path: string, message: string) =>
    new AppError("request.validation_failed", message, { fields: [{ path, rule: "custom", message }] });
  if (foreign.length > 0) throw problem("channels", `Campaigns of this type do not use ${foreign.join(", ")}.`);
  if (startsOn && endsOn && endsOn < startsOn) throw problem("endsOn", "A campaign does not end before it begins.");
}

async function demandName(tx: Tx, name: string, id: string): Promise<void> {
  const taken = await tx
    .selectFrom("campaigns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("name", "=", name)
    .where("id", "!=", id)
    .executeTakeFirst();
  if (taken) throw new AppError("request.already_exists", `There is a campaign named "${name}" already.`);
}
