import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { isAgency, require, tenant } from "#platform/actor.ts";
import type { AuditEntry } from "#schema/audit.ts";
import type { Page, PageQuery } from "#schema/page.ts";

export interface Filter extends PageQuery {
  subjectId?: string | undefined;
  action?: string | undefined;
}

/** Entries of the tenant's chain, newest first. A client does not see what the agency noted for itself. */
export async function list(filter: Filter): Promise<Page<AuditEntry>> {
  require("audit.read", "read the audit log");
  const scope = JSON.stringify(["audit", tenant(), filter.subjectId, filter.action]);
  const position = Paging.decode(scope, filter.cursor) as [number] | undefined;
  const wanted = {
    ...(filter.subjectId ? { subjectId: filter.subjectId } : {}),
    ...(filter.action ? { action: filter.action } : {}),
    ...(position ? { beforeSeq: position[0] } : {}),
  };
  const rows = await (await log()).list(tenant(), wanted, filter.limit + 1);
  const page = Paging.slice(rows, filter.limit, scope, (row) => [row.seq]);
  return { items: isAgency() ? page.rows : page.rows.map(forClient), nextCursor: page.nextCursor };
}

/** Recomputes the tenant's chain and compares it with its kept head; the check itself leaves an entry. */
export async function verify(): Promise<{ ok: boolean; checkedTo: number; firstBadSeq: number | null }> {
  require("audit.read", "verify the audit log");
  const chain = tenant();
  const { verifyChain } = await import("./chain.ts");
  const { ok, checkedTo, firstBadSeq, reason } = await verifyChain(chain);
  await Effect.audit(
    ok ? "audit.verified" : "audit.verification_failed",
    { type: "audit_chain", id: chain, label: "Audit log" },
    { after: { checkedTo, ...(ok ? {} : { firstBadSeq, reason }) } },
  );
  return { ok, checkedTo, firstBadSeq };
}

// Loaded when somebody reads the log, which few requests of a workspace do.
const log = () => import("#platform/audit.ts");

function forClient(entry: AuditEntry): AuditEntry {
  if (entry.actor.kind !== "reviewer") return entry;
  const { note, request, ...rest } = entry;
  const { surface, requestId } = request;
  return {
    ...rest,
    ...(note && entry.subject.type === "content_request" ? { note } : {}),
    request: { surface, requestId },
  };
}
