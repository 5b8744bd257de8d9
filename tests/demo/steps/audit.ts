import { setTimeout as pause } from "node:timers/promises";
import type { AuditAction, AuditEntry } from "#schema/audit.ts";
import type { Page } from "#schema/page.ts";
import type { Client } from "../client.ts";
import { insist } from "../report.ts";

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
export async function findEntries(reader: Client, subjectId: string, actions: readonly AuditAction[]): Promise<string> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const page = await reader.get<Page<AuditEntry>>(`/tenant/v1/audit-log?subjectId=${subjectId}&limit=100`);
    const found = new Set(page.items.map(({ action }) => action));
    const missing = actions.filter((action) => !found.has(action));
    if (missing.length === 0) return `${page.items.length} entries about the post`;
    insist(Date.now() < deadline, `the log has no ${missing.join(", ")} of ${subjectId}`);
    await pause(300);
  }
}
