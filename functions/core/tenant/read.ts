import * as Paging from "#core/page/index.ts";
import { require, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import type { TenantDetail, TenantFilter, TenantRow } from "#schema/admin.ts";
import { notFound } from "#schema/errors.ts";
import { allows } from "#schema/machine.ts";
import type { Page } from "#schema/page.ts";
import { type TenantStatus, TenantVerb, tenantMachine } from "#schema/tenant.ts";

const { iso } = Paging;

/** All tenants of the platform, as the list in Manage shows them. */
export async function list(filter: TenantFilter): Promise<Page<TenantRow>> {
  require("tenant.manage", "see all clients", "platform");
  const { limit, cursor, ...narrowing } = filter;
  const scope = JSON.stringify(["tenants", narrowing]);
  const position = Paging.decode(scope, cursor) as [string | number, string] | undefined;
  const rows = await transaction((tx) =>
    narrowed(tx, filter, position)
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [keyOf(row, filter.sort), row.id]);
  return { items: page.rows.map(shapeRow), nextCursor: page.nextCursor };
}

/** One tenant with all that its page shows. */
export async function get(tenantId: string): Promise<TenantDetail> {
  require("tenant.manage", "see all clients", "platform");
  return within(tenantId, () => transaction((tx) => detail(tx, tenantId)));
}

type Row = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];

function select(tx: Tx) {
  const month = `${new Date().toISOString().slice(0, 7)}-01`;
  return tx
    .selectFrom("tenants as t")
    .innerJoin("regions as r", "r.id", "t.regionId")
    .leftJoin("spendBalances as m", (join) => join.onRef("m.tenantId", "=", "t.id").on("m.month", "=", month))
    .selectAll("t")
    .select((eb) => [
      "r.code as region",
      eb.fn.coalesce("m.spentMinor", eb.lit(0)).as("spentMinor"),
      eb.fn.coalesce("m.currency", sql.lit("USD")).as("spentCurrency"),
      eb
        .selectFrom("tenantMembers as p")
        .select(eb.fn.countAll<number>().as("count"))
        .whereRef("p.tenantId", "=", "t.id")
        .where("p.side", "=", "client")
        .as("userCount"),
      eb
        .selectFrom("agents as a")
        .leftJoin("agentConfigs as c", (join) => join.onRef("c.agent", "=", "a.name").onRef("c.tenantId", "=", "t.id"))
        .select(eb.fn.countAll<number>().as("count"))
        .where("a.enabled", "=", true)
        .where((on) => on.fn.coalesce("c.enabled", on.lit(true)), "=", true)
        .as("agentCount"),
    ]);
}

function narrowed(tx: Tx, filter: TenantFilter, position: [string | number, string] | undefined) {
  const { status, plan, region, search, sort } = filter;
  const [key, id] = position ?? ["", ""];
  const spent = sql<number>`coalesce(m.spent_minor, 0)`;
  const query = select(tx)
    .$if(status !== undefined, (rows) => rows.where("t.status", "in", status ?? []))
    .$if(plan !== undefined, (rows) => rows.where("t.plan", "in", plan ?? []))
    .$if(region !== undefined, (rows) => rows.where("r.code", "in", region ?? []))
    .$if(search !== undefined, (rows) => {
      const like = `%${(search ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
      return rows.where((eb) => eb.or([eb("t.name", "ilike", like), eb("t.slug", "ilike", like)]));
    });
  switch (sort) {
    case "name":
      return query
        .$if(position !== undefined, (rows) => rows.where(sql<boolean>`(t.name, t.id) > (${key}, ${id})`))
        .orderBy("t.name")
        .orderBy("t.id");
    case "-spend":
      return query
        .$if(position !== undefined, (rows) => rows.where(sql<boolean>`(${spent}, t.id) < (${key}, ${id})`))
        .orderBy(spent, "desc")
        .orderBy("t.id", "desc");
    case "-createdAt":
      return query.$if(position !== undefined, (rows) => rows.where("t.id", "<", id)).orderBy("t.id", "desc");
  }
}

function keyOf(row: Row, sort: TenantFilter["sort"]): string | number {
  if (sort === "name") return row.name;
  return sort === "-spend" ? Number(row.spentMinor) : "";
}

function shapeRow(row: Row): TenantRow {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    domain: row.websiteUrl ? new URL(row.websiteUrl).hostname : null,
    plan: row.plan as TenantRow["plan"],
    region: row.region,
    status: row.status as TenantStatus,
    monthlySpend: { amountMinor: Number(row.spentMinor), currency: row.spentCurrency },
    spendCap: row.spendCapMinor === null ? null : { amountMinor: row.spendCapMinor, currency: "USD" },
    agentCount: Number(row.agentCount ?? 0),
    userCount: Number(row.userCount ?? 0),
    trialEndsAt: iso(row.trialEndsAt),
    createdAt: iso(row.createdAt),
  };
}

async function detail(tx: Tx, tenantId: string): Promise<TenantDetail> {
  const row = await select(tx).where("t.id", "=", tenantId).executeTakeFirst();
  if (!row) throw notFound("Client", tenantId);
  const owner = await tx
    .selectFrom("users")
    .select(["id", "firstName", "lastName", "email"])
    .where("id", "=", row.ownerUserId)
    .executeTakeFirst();
  const credits = await tx
    .selectFrom("creditBalances")
    .select(["available", "monthly"])
    .where("tenantId", "=", tenantId)
    .executeTakeFirst();
  const status = row.status as TenantStatus;
  return {
    ...shapeRow(row),
    legalName: row.legalName,
    country: row.country,
    timezone: row.timezone,
    locale: row.locale,
    currency: row.currency,
    industry: row.industry,
    websiteUrl: row.websiteUrl,
    dataPrivacyLevel: row.dataPrivacyLevel as TenantDetail["dataPrivacyLevel"],
    deploymentMode: row.deploymentMode as TenantDetail["deploymentMode"],
    onPremCallbackUrl: row.onPremCallbackUrl,
    allowedAdapters: row.allowedAdapters,
    owner: owner ? { id: owner.id, name: `${owner.firstName} ${owner.lastName}`.trim(), email: owner.email } : null,
    billing: await billing(tx, tenantId),
    credits: credits ? { available: credits.available / 100, monthly: credits.monthly / 100 } : null,
    contractAcceptedAt: iso(row.contractAcceptedAt),
    onboardingCompletedAt: iso(row.onboardingCompletedAt),
    suspendedAt: iso(row.suspendedAt),
    suspendReason: row.suspendReason,
    cancelAt: iso(row.cancelAt),
    cancelledAt: iso(row.cancelledAt),
    verbs: TenantVerb.options.filter((verb) => allows(tenantMachine, status, verb)),
    rowVersion: row.rowVersion,
  };
}

async function billing(tx: Tx, tenantId: string): Promise<TenantDetail["billing"]> {
  const row = await tx.selectFrom("billingProfiles").selectAll().where("tenantId", "=", tenantId).executeTakeFirst();
  if (!row) return null;
  const { name, email, phone, gstin, pan, sez } = row;
  type Kept = NonNullable<TenantDetail["billing"]>;
  return { name, email, phone, gstin, pan, sez, address: row.address as Kept["address"], tds: row.tds as Kept["tds"] };
}
