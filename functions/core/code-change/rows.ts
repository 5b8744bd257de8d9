import canonicalize from "canonicalize";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import {
  type ChangedFile,
  type CodeChangeStatus,
  type CodeChangeVerb,
  codeChangeMachine,
} from "#schema/code-change.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";

/** A change as its verbs need it. */
export interface Row {
  id: string;
  siteAuditId: string;
  findingIds: string[];
  title: string;
  body: string;
  status: CodeChangeStatus;
  contentHash: string | null;
  files: ChangedFile[];
}

/** A change of the tenant at work, locked. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("agentCodeChanges")
    .select(["id", "siteAuditId", "findingIds", "title", "body", "status", "contentHash", "files"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Code change", id);
  return row as unknown as Row;
}

/** The hash of everything that a pull request would say and change. */
export function hashOf({ title, body, files }: Pick<Row, "title" | "body" | "files">): string {
  return sha256(canonicalize({ title, body, files }) ?? "");
}

/** Moves a change by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: CodeChangeVerb, values: Record<string, unknown> = {}): Promise<Row> {
  const status = after(codeChangeMachine, row.status, verb, "The change");
  await tx
    .updateTable("agentCodeChanges")
    .set({ status, ...values })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("content:updated", { kind: "code_change", id: row.id, status, version: 1 });
  return { ...row, status };
}
