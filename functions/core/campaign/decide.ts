import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalStage } from "#schema/approval.ts";
import { amountOf, digitsOf } from "#schema/value.ts";
import { daySpan, fullDay, words } from "#schema/words.ts";
import { audiencesOf, hashOf, messagesOf, move, type Own, own, subject } from "./own.ts";

/** Opens a stage for the campaign as it stands; money makes it weightier. */
export async function openStage(tx: Tx, row: Own, stage: ApprovalStage, author: string): Promise<void> {
  await Approval.open(tx, {
    ...{ kind: "campaign", stage, author, version: row.version, contentHash: await hashOf(tx, row) },
    subject: { type: "campaign", id: row.id, title: row.name },
    risk: row.budgetMinor === null ? "medium" : "high",
  });
}

/** Hash, version and title an approval of a campaign is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await own(tx, id);
  return { contentHash: await hashOf(tx, row), version: row.version, title: row.name };
}

/** After the agency the client decides; after the client the campaign may begin. */
export async function approved(tx: Tx, id: string, stage: ApprovalStage): Promise<void> {
  const row = await own(tx, id);
  if (stage === "client") {
    await move(tx, row, "client_approve", { decisionNote: null });
    await Effect.audit("campaign.client_approved", subject(row));
    return;
  }
  const seen = await move(tx, row, "dm_approve", { decisionNote: null });
  await Effect.audit("campaign.dm_approved", subject(row));
  await openStage(tx, await move(tx, seen, "send_to_client"), "client", reference());
}

/** The agency sends it back to be changed; what the client wants changed is for the agency to look at first. */
export async function rejected(tx: Tx, id: string, stage: ApprovalStage, note: string): Promise<void> {
  const row = await own(tx, id);
  await Approval.supersede(tx, { type: "campaign", id });
  const verb = stage === "dm" ? "send_back" : "request_changes";
  const back = await move(tx, row, verb, { decisionNote: note });
  await Effect.audit("campaign.changes_requested", subject(row), {}, note);
  if (stage === "client") await openStage(tx, back, "dm", reference());
}

/** What an approval of a campaign shows. */
export async function preview(tx: Tx, id: string): Promise<string> {
  const row = await own(tx, id, false);
  const { brief } = row;
  const audiences = await audiencesOf(tx, id);
  const currency = row.currency ?? "";
  const money =
    row.budgetMinor === null
      ? "no budget"
      : `${amountOf(row.budgetMinor, currency).toFixed(digitsOf(currency))} ${currency}`;
  return [
    [`**${words(row.type)}**`, words(row.goal), ...row.channels.map(words), money, ...datesOf(row)].join(" · "),
    ...(brief
      ? [
          brief.objective,
          `## Audience\n\n${brief.audienceSummary}`,
          `## Messages\n\n${brief.keyMessages.map((one) => `- ${one}`).join("\n")}`,
          ...(brief.offer ? [`## Offer\n\n${brief.offer}`] : []),
          `## Channels\n\n${brief.channelPlan.map(channelLine).join("\n")}`,
          `## Timeline\n\n${brief.timeline.map(({ date, milestone }) => `- ${fullDay(date)}: ${milestone}`).join("\n")}`,
          ...(brief.risks.length > 0 ? [`## Risks\n\n${brief.risks.map((one) => `- ${one}`).join("\n")}`] : []),
        ]
      : []),
    ...(await messagesOf(tx, id)).map(({ channel, delayHours, subject: line, body }) =>
      [
        `### ${words(channel)}, ${delayHours === 0 ? "at once" : `after ${delayHours} hours`}`,
        ...(line ? [`**${line}**`] : []),
        body,
      ].join("\n\n"),
    ),
    ...audiences.map(({ name, description }) => `### ${name}\n\n${description}`),
  ].join("\n\n");
}

function datesOf({ startsOn, endsOn }: Own): string[] {
  if (startsOn && endsOn) return [daySpan(startsOn, endsOn)];
  if (startsOn) return [`from ${fullDay(startsOn)}`];
  return endsOn ? [`until ${fullDay(endsOn)}`] : [];
}

type Line = NonNullable<Own["brief"]>["channelPlan"][number];

function channelLine({ channel, role, budgetSharePct, kpi, target }: Line): string {
  const share = budgetSharePct > 0 ? `, ${budgetSharePct} % of the budget` : "";
  return `- **${words(channel)}**${share}: ${role} (${kpi}: ${target})`;
}
