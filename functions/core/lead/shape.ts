import { iso } from "#core/page/index.ts";
import { bandOf, type Enrichment, LeadConsent, type LeadDetail, type LeadItem } from "#schema/lead.ts";
import { type inSight, type Sight, shownOf } from "./sight.ts";

export type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof inSight>["executeTakeFirst"]>>>;

/** A lead in a list, as the sight shows it. */
export function item(row: Row, sight: Pick<Sight, "masked">): LeadItem {
  return {
    ...shownOf(row, sight),
    ...{ id: row.id, company: row.company, jobTitle: row.jobTitle, assignedTo: row.assignedTo },
    ...{ existingCustomer: row.existingCustomer, dealStage: row.dealStage, rowVersion: row.rowVersion },
    ...{ score: row.score, band: row.score === null ? null : bandOf(row.score) },
    source: row.source as LeadItem["source"],
    status: row.status as LeadItem["status"],
    lastActivityAt: iso(row.lastActivityAt),
    createdAt: iso(row.createdAt),
  };
}

/** A lead in full. */
export function detail(row: Row, sight: Pick<Sight, "masked">, merged = false): LeadDetail {
  const shown = <T>(value: T): T | null => (sight.masked ? null : value);
  return {
    ...item(row, sight),
    ...{ phoneRaw: shown(row.phoneRaw), message: shown(row.message), notes: shown(row.notes) },
    answers: sight.masked ? [] : (row.answers as unknown as LeadDetail["answers"]),
    consent: LeadConsent.parse(row.consent),
    ...{ sourceUrl: row.sourceUrl, utmSource: row.utmSource, utmMedium: row.utmMedium, utmCampaign: row.utmCampaign },
    disqualificationReason: row.disqualificationReason as LeadDetail["disqualificationReason"],
    disqualificationText: row.disqualificationText,
    enrichment: row.enrichment as Enrichment,
    enrichedAt: iso(row.enrichedAt),
    enriching: row.enriching,
    scoreFactors: (row.scoreFactors as unknown as LeadDetail["scoreFactors"]).map((factor) => ({
      ...factor,
      evidence: shown(factor.evidence),
    })),
    scoredAt: iso(row.scoredAt),
    revenue: row.revenueMinor === null ? null : { amountMinor: Number(row.revenueMinor), currency: row.currency ?? "" },
    closedOn: row.closedOn as unknown as string | null,
    linkedLeadId: row.linkedLeadId,
    merged,
  };
}

/** How a lead is called where one line tells of it. */
export function labelOf(row: Pick<Row, "firstName" | "lastName" | "company" | "email" | "id">): string {
  const name = [row.firstName, row.lastName].filter(Boolean).join(" ");
  return name || row.company || row.email || row.id;
}
