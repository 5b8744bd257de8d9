import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Memory from "#core/memory/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
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
    const last = await newest(tx);
    if (last.version !== version)
      throw new AppError(
        "request.stale_state",
        `Version ${last.version} is the newest; open it and edit that one instead of version ${version}.`,
        { details: { version: last.version } },
      );
    if (last.status === "draft")
      throw new AppError("request.illegal_transition", "A new version is being written. Wait for it, then edit.");
    await Approval.supersede(tx, { type: "strategy", id: last.id });
    if (last.status === "pending_review") await layAside(tx, last.id);
    const made = await write(tx, last, body, changeNote);
    await Memory.edited(tx, {
      ...{ agent: "strategy-writer", subject: { type: "strategy", id: made.id } },
      ...{ fromVersion: version, toVersion: made.version, before: last.body ?? "", after: body },
    });
    await Effect.audit(
      "strategy.edited",
      { type: "strategy", id: made.id, label: `Version ${made.version}` },
      { before: { version, sha256: last.sha256 }, after: { version: made.version, sha256: sha256(body) } },
      changeNote,
    );
    await Strategy.submit(tx, made.id);
    return made.version;
  });
}

type Newest = Awaited<ReturnType<typeof newest>>;

async function newest(tx: Tx) {
  const row = await tx
    .selectFrom("strategies")
    .select(["id", "version", "status", "body", "sha256", "summary", "details", "contextFileId"])
    .select(["horizonMonths", "startsOn", "endsOn", "recommendedChannels"])
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("request.illegal_transition", "There is no strategy yet. It follows the approved context file.");
}

// What is not wording stays as it was: pillars, goals, channels, the time it is for.
async function write(tx: Tx, last: Newest, body: string, changeNote: string | undefined) {
  const { summary, contextFileId, horizonMonths, startsOn, endsOn, recommendedChannels } = last;
  const { notes: _, rejections: __, mode: ___, ...details } = last.details as Record<string, unknown>;
  const [id, version] = [newId("strategy"), last.version + 1];
  await tx
    .insertInto("strategies")
    .values({
      ...{ tenantId: tenant(), id, version, status: "draft", title: `Strategy, version ${version}` },
      ...{ body, sha256: sha256(body), summary, contextFileId, horizonMonths, startsOn, endsOn, recommendedChannels },
      changesSummary: changeNote ?? null,
      details: JSON.stringify(details),
      createdBy: reference(),
    })
    .execute();
  return { id, version };
}

// The version nobody decided makes room for the one that takes its place.
async function layAside(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("strategies")
    .set({ status: "archived", reviewStage: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "pending_review")
    .execute();
}
