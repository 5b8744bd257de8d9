import * as Effect from "#core/effect/index.ts";
import * as Memory from "#core/memory/index.ts";
import * as Planning from "#core/planning/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { type Row, submit } from "./index.ts";

/** A person's own wording is a new version, which needs approval again; open approvals of earlier ones are superseded. */
export async function edit(input: { body: string; changeNote?: string | undefined }): Promise<void> {
  require("context_file.edit", "edit the context file");
  await transaction(async (tx) => {
    const last = await Planning.makeRoom<Row>(tx, "context_file");
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
      Planning.subject("context_file", { id, version }),
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
