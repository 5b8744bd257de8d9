import * as Effect from "#core/effect/index.ts";
import * as Memory from "#core/memory/index.ts";
import * as Planning from "#core/planning/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { StrategyEdit } from "#schema/strategy.ts";
import * as Strategy from "./index.ts";

/**
 * The agency's own wording of the newest version is a new one, which the agency's stage begins with again; open approvals of
 * earlier ones are superseded. @returns the new version's number
 */
export async function edit(version: number, { body, changeNote }: StrategyEdit): Promise<number> {
  require("strategy.edit", "edit the strategy");
  return transaction(async (tx) => {
    const last = await Planning.makeRoom<Newest>(tx, "strategy", version);
    const made = await write(tx, last, body, changeNote);
    await Memory.edited(tx, {
      ...{ agent: "strategy-writer", subject: { type: "strategy", id: made.id } },
      ...{ fromVersion: version, toVersion: made.version, before: last.body ?? "", after: body },
    });
    await Effect.audit(
      "strategy.edited",
      Planning.subject("strategy", made),
      { before: { version, sha256: last.sha256 }, after: { version: made.version, sha256: sha256(body) } },
      changeNote,
    );
    await Strategy.submit(tx, made.id);
    return made.version;
  });
}

interface Newest extends Strategy.Row {
  horizonMonths: number;
  startsOn: string;
  endsOn: string;
  recommendedChannels: string[];
}

// What is not wording stays as it was: pillars, goals, channels, the time it is for.
async function write(tx: Tx, last: Newest, body: string, changeNote: string | undefined) {
  const { summary, contextFileId, horizonMonths, startsOn, endsOn, recommendedChannels } = last;
  const { notes: _, rejections: __, mode: ___, ...details } = last.details;
  const [id, version] = [newId("strategy"), last.version + 1];
  await tx
    .insertInto("strategies")
    .values({
      ...{ tenantId: tenant(), id, version, status: "draft", title: Planning.titleOf("strategy", { version }) },
      ...{ body, sha256: sha256(body), summary, contextFileId, horizonMonths, startsOn, endsOn, recommendedChannels },
      changesSummary: changeNote ?? null,
      details: JSON.stringify(details),
      createdBy: reference(),
    })
    .execute();
  return { id, version };
}
