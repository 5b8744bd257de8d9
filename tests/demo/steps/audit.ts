import type { AuditAction, AuditEntry } from "#schema/audit.ts";
import type { Page } from "#schema/page.ts";
import type { Client } from "../client.ts";
import { eventually, insist } from "../report.ts";

const patienceMs = 10_000;

/** Asks the product to recompute the chain of the client. */
export async function verifyAudit(reader: Client): Promise<string> {
  const result = await reader.get<{ ok: boolean; checkedTo: number; firstBadSeq: number | null }>(
    "/tenant/v1/audit-log/verify",
  );
  insist(result.ok, `the chain is broken at entry ${result.firstBadSeq}`);
  insist(result.checkedTo > 0, "the chain is empty");
  return `${result.checkedTo} entries`;
}

/** Waits until the log tells the whole story of a subject. */
export function findEntries(reader: Client, subjectId: string, actions: readonly AuditAction[]): Promise<string> {
  return eventually(async () => {
    const page = await reader.get<Page<AuditEntry>>(`/tenant/v1/audit-log?subjectId=${subjectId}&limit=100`);
    const found = new Set(page.items.map(({ action }) => action));
    const missing = actions.filter((action) => !found.has(action));
    insist(missing.length === 0, `the log has no ${missing.join(", ")} of ${subjectId}`);
    return `${page.items.length} entries about the post`;
  }, patienceMs);
}
