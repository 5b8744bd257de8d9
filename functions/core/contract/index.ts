import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import * as Session from "#core/session/index.ts";
import { may, origin, person, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { renderPdf } from "#platform/pdf.ts";
import { sha256 } from "#platform/secrets.ts";
import { downloadUrl, put } from "#platform/storage.ts";
import { ContractAccept, type Contract as ContractItem } from "#schema/contract.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { markdownOf, presentTerms, termsOf } from "./terms.ts";

/** A contract whose PDF is stored, not yet anybody's. */
export interface PreparedContract {
  id: string;
  version: string;
  title: string;
  pdfKey: string;
  pdfSha256: string;
  effectiveFrom: string;
}

/** Renders and stores the present terms for the tenant at work, once, under a key of their own. Before the transaction that issues them. */
export async function prepare(title?: string): Promise<PreparedContract> {
  const terms = presentTerms();
  const id = newId("contract");
  const named = title ?? terms.title;
  const pdf = await renderPdf({ title: named, paragraphs: terms.paragraphs, date: new Date(terms.from) });
  const pdfKey = `contracts/${tenant()}/${id}.pdf`;
  await put(pdfKey, pdf, "application/pdf");
  return { id, version: terms.version, title: named, pdfKey, pdfSha256: sha256(pdf), effectiveFrom: terms.from };
}

/** Lays a prepared contract before the tenant at work. */
export async function issue(tx: Tx, contract: PreparedContract): Promise<void> {
  await tx
    .insertInto("contracts")
    .values({ tenantId: tenant(), ...contract })
    .execute();
  const { id, version, title, pdfSha256 } = contract;
  await Effect.audit("contract.issued", { type: "contract", id, label: title }, { after: { version, pdfSha256 } });
}

/** The newest contract of the tenant, with its full text. */
export async function get(): Promise<ContractItem> {
  require("contract.read", "read the contract");
  return transaction(async (tx) => {
    const row = await newest(tx);
    return {
      id: row.id,
      version: row.version,
      title: row.title,
      body: markdownOf(termsOf(row.version)),
      sha256: row.pdfSha256,
      effectiveFrom: row.effectiveFrom,
      acceptedAt: Paging.iso(row.acceptedAt),
      acceptedBy: row.typedName,
      mayAccept: row.acceptedAt === null && may("contract.accept"),
    };
  });
}

/** Where to load the PDF from, for 15 minutes. */
export async function pdf(): Promise<{ url: string }> {
  require("contract.read", "read the contract");
  return transaction(async (tx) => {
    const row = await newest(tx);
    await Effect.audit("contract.downloaded", { type: "contract", id: row.id, label: row.title });
    return { url: await downloadUrl(row.pdfKey, `${row.title} ${row.version}.pdf`) };
  });
}

/**
 * A tenant admin signs with their typed name; from then on the workspace is open.
 * @throws stale_state when another version is offered by now
 */
export const accept = fn(ContractAccept, async (input): Promise<void> => {
  require("contract.accept", "accept the contract");
  await transaction(async (tx) => {
    const row = await newest(tx, true);
    if (row.version !== input.version)
      throw new AppError("request.stale_state", `Version ${row.version} is offered now. Read it first.`);
    if (row.acceptedAt) return;
    const now = new Date();
    const { ip, userAgent } = origin();
    await tx
      .updateTable("contracts")
      .set({
        typedName: input.typedName,
        acceptedBy: person().userId,
        acceptedAt: now,
        acceptedIp: ip ?? null,
        acceptedUserAgent: userAgent ?? null,
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", row.id)
      .execute();
    await tx.updateTable("tenants").set({ contractAcceptedAt: now }).where("id", "=", tenant()).execute();
    const after = { version: row.version, typedName: input.typedName, pdfSha256: row.pdfSha256 };
    await Effect.audit("contract.accepted", { type: "contract", id: row.id, label: row.title }, { after });
    await Effect.live("settings:updated", { keys: ["contract"] });
    await Session.dropOfTenant(tx);
  });
});

async function newest(tx: Tx, lock = false) {
  const query = tx
    .selectFrom("contracts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .orderBy("createdAt", "desc")
    .limit(1);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw new AppError("request.not_found", "This workspace has no contract yet.");
  return row;
}
