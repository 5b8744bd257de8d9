import { become, numberOf } from "#core/contact/person.ts";
import * as Effect from "#core/effect/index.ts";
import { countLeads } from "#core/goal/order.ts";
import { ended } from "#core/nurture/ended.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { LeadActivity, LeadDetail, LeadItem, LeadMove, LeadStatus } from "#schema/lead.ts";
import { type LeadFilter, LeadPatch, leadMachine } from "#schema/lead.ts";
import { after } from "#schema/machine.ts";
import type { Page } from "#schema/page.ts";
import { rescored } from "./scoring.ts";
import { detail, item, labelOf, type Row } from "./shape.ts";
import { inSight, type Sight, sightOf, unmasked } from "./sight.ts";
import { logged, timeline } from "./timeline.ts";

export { capture, create } from "./capture.ts";

const shownMax = 100;

/** Leads in sight, the last active first. */
export async function list(filter: LeadFilter): Promise<Page<LeadItem>> {
  require("lead.edit", "see leads");
  const { status, source, q, limit, cursor } = filter;
  const scope = JSON.stringify(["leads", tenant(), status, source, q]);
  const position = Paging.decode(scope, cursor) as [string, string] | undefined;
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    const like = Paging.like(q);
    const rows = await inSight(tx, sight)
      .$if(status !== undefined, (query) => query.where("status", "in", status ?? []))
      .$if(source !== undefined, (query) => query.where("source", "in", source ?? []))
      .$if(q !== undefined, (query) =>
        query.where((eb) =>
          eb.or((["firstName", "lastName", "company", "email"] as const).map((field) => eb(field, "ilike", like))),
        ),
      )
      .$if(position !== undefined, (query) => {
        const [time = "", id = ""] = position ?? [];
        const at = new Date(time);
        return query.where((eb) =>
          eb.or([eb("lastActivityAt", "<", at), eb.and([eb("lastActivityAt", "=", at), eb("id", ">", id)])]),
        );
      })
      .orderBy("lastActivityAt", "desc")
      .orderBy("id")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.lastActivityAt.toISOString(), row.id]);
    return { items: page.rows.map((row) => item(row, sight)), nextCursor: page.nextCursor };
  });
}

/** One lead. */
export async function get(id: string): Promise<LeadDetail> {
  require("lead.edit", "see leads");
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    const row = await inSight(tx, sight).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Lead", id);
    return detail(row, sight);
  });
}

/** The timeline of a lead, newest first. */
export async function activities(id: string): Promise<LeadActivity[]> {
  require("lead.edit", "see leads");
  return transaction(async (tx) => {
    const { sight } = await held(tx, id);
    unmasked(sight);
    return timeline(tx, id, shownMax);
  });
}

const compared = ["firstName", "lastName", "email", "phone", "company", "jobTitle"] as const;

/** Changes what is known of a lead. What a person writes counts from now on against older values of other systems. */
export async function change(id: string, patch: LeadPatch, rowVersion: number): Promise<LeadDetail> {
  require("lead.edit", "change leads");
  const { consent, assignedTo, phone: number, ...rest } = LeadPatch.parse(patch);
  return transaction(async (tx) => {
    const { row, sight } = await held(tx, id);
    unmasked(sight);
    if (row.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "Somebody changed this lead meanwhile; reload it.", {
        details: { rowVersion: row.rowVersion },
      });
    if (assignedTo) await mayOwn(tx, assignedTo);
    const phone = number ? await numberOf(tx, number) : null;
    const fields = { ...rest, ...(number === undefined ? {} : { phone, phoneRaw: null }) };
    const now = new Date().toISOString();
    const edited = compared.filter((field) => field in fields);
    const fieldEdits = { ...(row.fieldEdits as object), ...Object.fromEntries(edited.map((field) => [field, now])) };
    const next = await tx
      .updateTable("leads")
      .set({
        ...fields,
        ...(assignedTo === undefined ? {} : { assignedTo }),
        ...(consent === undefined ? {} : { consent: JSON.stringify(consent) }),
        ...{ fieldEdits: JSON.stringify(fieldEdits), updatedBy: reference() },
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (assignedTo !== undefined && assignedTo !== row.assignedTo)
      await logged(tx, id, { type: "assigned", description: null, metadata: { from: row.assignedTo, to: assignedTo } });
    const before = Object.fromEntries(edited.map((field) => [field, row[field]]));
    const after = Object.fromEntries(edited.map((field) => [field, next[field]]));
    await Effect.audit("lead.updated", { type: "lead", id, label: labelOf(next) }, { before, after });
    await Effect.live("lead:updated", { id, status: next.status });
    return detail(await rescored(tx, next), sight);
  });
}

/** Moves a lead through its life. @throws request.illegal_transition */
export async function move(id: string, wanted: LeadMove): Promise<LeadDetail> {
  require("lead.edit", "change leads");
  return transaction(async (tx) => {
    const { row, sight } = await held(tx, id);
    return detail(await moved(tx, row, wanted), sight);
  });
}

/** Moves a lead that is held. @returns the lead as it is then @throws request.illegal_transition */
export async function moved(tx: Tx, row: Row, { verb, reason, text }: LeadMove): Promise<Row> {
  const { id } = row;
  const status = after(leadMachine, row.status as LeadStatus, verb, "The lead");
  const out = verb === "disqualify";
  const next = await tx
    .updateTable("leads")
    .set({
      ...{ status, statusChangedAt: new Date(), lastActivityAt: new Date(), updatedBy: reference() },
      ...{
        disqualificationReason: out ? (reason ?? "other") : null,
        disqualificationText: out ? (text ?? null) : null,
      },
      ...(verb === "qualify" ? { qualifiedAt: row.qualifiedAt ?? new Date() } : {}),
      ...(verb === "convert" ? { convertedAt: new Date() } : {}),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (verb === "convert" && row.contactId) await become(tx, row.contactId, "customer");
  await logged(tx, id, {
    type: "status_change",
    description: text ?? null,
    metadata: { from: row.status, to: status },
  });
  const change = { before: { status: row.status }, after: { status } };
  await Effect.audit("lead.status_changed", { type: "lead", id, label: labelOf(row) }, change, text);
  await Effect.live("lead:updated", { id, status });
  if (status === "disqualified" || status === "converted") await ended(tx, id, status);
  if (!row.qualifiedAt && next.qualifiedAt) await countLeads(tx);
  return rescored(tx, next);
}

/** Notes something about a lead. */
export async function note(id: string, body: string): Promise<LeadActivity[]> {
  require("lead.edit", "write notes");
  return transaction(async (tx) => {
    const { row, sight } = await held(tx, id);
    unmasked(sight);
    await logged(tx, id, { type: "note", description: body });
    await touch(tx, row);
    return timeline(tx, id, shownMax);
  });
}

/** A lead in sight, held until the transaction ends. */
export async function held(tx: Tx, id: string): Promise<{ row: Row; sight: Sight }> {
  const sight = await sightOf(tx);
  const row = await inSight(tx, sight).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw notFound("Lead", id);
  return { row, sight };
}

/** Something happened with a lead. */
export async function touch(tx: Tx, { id, status }: Pick<Row, "id" | "status">): Promise<void> {
  const lastActivityAt = new Date();
  await tx.updateTable("leads").set({ lastActivityAt }).where("tenantId", "=", tenant()).where("id", "=", id).execute();
  await Effect.live("lead:updated", { id, status });
}

async function mayOwn(tx: Tx, userId: string): Promise<void> {
  const row = await tx
    .selectFrom("tenantMembers")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("userId", "=", userId)
    .executeTakeFirst();
  if (!row) throw new AppError("lead.no_access", "Choose somebody of this workspace.");
}
