import { csvLine } from "#core/csv.ts";
import * as Effect from "#core/effect/index.ts";
import * as store from "#platform/audit.ts";
import { transaction } from "#platform/db.ts";
import type { AuditEntry } from "#schema/audit.ts";
import type { ChainExport } from "#schema/chain.ts";
import { demand, inChain, wanted } from "./index.ts";

const columns = [
  "tenantId",
  "seq",
  "at",
  "action",
  "actorKind",
  "actorId",
  "actorName",
  "impersonatorId",
  "subjectType",
  "subjectId",
  "subjectLabel",
  "before",
  "after",
  "note",
  "requestId",
  "ip",
  "hash",
  "prevHash",
] as const;

/**
 * The entries of a chain or of all as lines, oldest first, read while they are sent. The export itself leaves an entry.
 */
export async function exported({ format, ...filter }: ChainExport): Promise<AsyncGenerator<string>> {
  demand();
  await inChain(filter.chain ?? "platform", () =>
    transaction(() =>
      Effect.audit(
        "audit.exported",
        { type: "audit_chain", id: filter.chain ?? "all", label: "Audit log" },
        { after: { format, ...filter } },
      ),
    ),
  );
  return format === "csv" ? asCsv(store.all(wanted(filter))) : asLines(store.all(wanted(filter)));
}

async function* asLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

async function* asCsv(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const entry of entries) {
    const { actor, subject, change, request, note = "" } = entry;
    const cells: Record<(typeof columns)[number], string | number> = {
      ...{ tenantId: entry.tenantId, seq: entry.seq, at: entry.at, action: entry.action },
      ...{
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        impersonatorId: actor.impersonatorId ?? "",
      },
      ...{ subjectType: subject.type, subjectId: subject.id, subjectLabel: subject.label, note },
      ...{ before: JSON.stringify(change.before), after: JSON.stringify(change.after) },
      ...{ requestId: request.requestId, ip: request.ip ?? "", hash: entry.hash, prevHash: entry.prevHash },
    };
    yield csvLine(columns.map((column) => cells[column]));
  }
}
