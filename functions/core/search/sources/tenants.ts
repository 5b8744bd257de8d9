import { tenant } from "#platform/actor.ts";
import { sql } from "#platform/db.ts";
import { common, given, type Source } from "./source.ts";

interface Row {
  id: string;
  createdAt: Date;
  updatedAt: Date;
  status: string;
  name: string;
  slug: string;
  legalName: string | null;
  websiteUrl: string | null;
  plan: string;
  industry: string | null;
  ownerName: string | null;
  ownerEmail: string | null;
}

/** The tenant at work itself, with its owner; super admins search these. */
export const tenants: Source<"tenants"> = async (tx, pick) => {
  if ("ids" in pick ? !pick.ids.includes(tenant()) : pick.after >= tenant()) return [];
  const { rows } = await sql<Row>`
    select t.id, t.created_at, t.updated_at, t.status, t.name, t.slug, t.legal_name, t.website_url, t.plan, t.industry,
      nullif(trim(concat(u.first_name, ' ', u.last_name)), '') as owner_name, u.email::text as owner_email
    from tenants t left join users u on u.id = t.owner_user_id
    where t.id = ${tenant()}`.execute(tx);
  return rows.map((row) => ({
    ...common({ ...row, tenantId: row.id }),
    name: row.name,
    slug: row.slug,
    legalName: given(row.legalName),
    domain: row.websiteUrl ? given(URL.parse(row.websiteUrl)?.hostname ?? null) : undefined,
    plan: row.plan,
    industry: given(row.industry),
    ownerName: given(row.ownerName),
    ownerEmail: given(row.ownerEmail),
    status: row.status,
  }));
};
