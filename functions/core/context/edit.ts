import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Memory from "#core/memory/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { submit } from "./index.ts";

/** A person's own wording is a new version, which needs approval again; open approvals of earlier ones are superseded. */
export async function edit(input: { body: string; changeNote?: string | undefined }): Promise<void> {
  require("context_file.edit", "edit the context file");
  await transaction(async (tx) => {
    const last = await newest(tx);
    if (last.status === "draft")
      throw new AppError("request.illegal_transition", "A new version is being written. Wait for it, then edit.");
    await Approval.supersede(tx, { type: "context_file", id: last.id });
    if (last.status === "pending_review") await layAside(tx, last.id);
    const id = newId("contextFile");
    const version = last.version + 1;
    await tx
      .insertInto("contextFiles")
      .values({
        ...{ tenantId: tenant(), id, version, body: input.body, sha256: sha256(input.body), status: "draft" },
        changeNote: input.changeNote ?? null,
        createdBy: reference(),
      })
      .execute();
    await Effect.audit(
      "context_file.edited",
      { type: "context_file", id, label: `Version ${version}` },
      { before: { version: last.version }, after: { version } },
      input.changeNote,
    );
    await Memory.edited(tx, {
      ...{ agent: "context-file-writer", subject: { type: "context_file", id } },
      ...{ fromVersion: last.version, toVersion: version, before: last.body, after: input.body },
    });
    await submit(tx, id);
  });
}

async function newest(tx: Tx): Promise<{ id: string; version: number; status: string; body: string }> {
  const row = await tx
    .selectFrom("contextFiles")
    .select(["id", "version", "status", "body"])
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("request.illegal_transition", "There is no context file yet. Launch the setup first.");
}

// The version nobody decided makes room for the one that takes its place.
async function layAside(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("contextFiles")
    .set({ status: "archived" })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "pending_review")
    .execute();
}
