import { plainOf, proseOf } from "#core/run/prose.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { renderPdf } from "#platform/pdf.ts";
import { downloadUrl, get, put } from "#platform/storage.ts";
import { AppError, notFound } from "#schema/errors.ts";

/** Where to load a report as PDF from, for 15 minutes. It is made when it is first asked for. @throws request.illegal_transition before it is ready */
export async function pdf(id: string): Promise<{ url: string }> {
  require("report.read", "load reports");
  const { key, label } = await made(id);
  return { url: await downloadUrl(key, `${label}.pdf`) };
}

/** A report as PDF, for a mail. @throws like `pdf` */
export async function attachment(id: string): Promise<{ filename: string; content: Uint8Array }> {
  const { key, label } = await made(id);
  const content = await get(key);
  if (!content) throw new Error(`The PDF of ${id} is not where it was put.`);
  return { filename: `${label}.pdf`, content };
}

async function made(id: string): Promise<{ key: string; label: string }> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("reports as r")
      .innerJoin("tenants as t", "t.id", "r.tenantId")
      .select(["r.id", "r.label", "r.status", "r.content", "r.pdfKey", "r.updatedAt", "r.startOn", "r.endOn", "t.name"])
      .where("r.tenantId", "=", tenant())
      .where("r.id", "=", id)
      .where("r.deletedAt", "is", null)
      .executeTakeFirst(),
  );
  if (!row) throw notFound("Report", id);
  if (row.status !== "ready")
    throw new AppError("request.illegal_transition", `${row.label} is not ready. Wait until it is written.`);
  const pdfKey = row.pdfKey ?? `reports/${tenant()}/${id}/report.pdf`;
  if (!row.pdfKey) {
    const paragraphs = paragraphsOf(row.content ?? "", `${row.name}, ${row.startOn} to ${row.endOn}`);
    await put(pdfKey, await renderPdf({ title: row.label, paragraphs, date: row.updatedAt }), "application/pdf");
    await transaction((tx) =>
      tx
        .updateTable("reports")
        .set({ pdfKey })
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .where("status", "=", "ready")
        .execute(),
    );
  }
  return { key: pdfKey, label: row.label };
}

/** Paragraphs of a report for paper: contents first, headings marked, everything else as plain text. */
export function paragraphsOf(markdown: string, subtitle: string): string[] {
  const lines = proseOf(markdown);
  const titles = lines.filter(({ kind, level }) => kind === "heading" && level === 2).map(({ text }) => text);
  const body = lines.map(({ kind, text }) => {
    if (kind === "heading") return `## ${text}`;
    return kind === "item" ? `• ${plainOf(text)}` : plainOf(text);
  });
  return [subtitle, "## Contents", titles.join("\n"), ...body];
}
