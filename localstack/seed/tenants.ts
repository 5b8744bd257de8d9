import { keepWordpress } from "#core/channel/account.ts";
import * as Contract from "#core/contract/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { DemoPerson } from "#localstack/demo/people.ts";
import { memberships, people } from "#localstack/demo/people.ts";
import type { DemoTenant } from "#localstack/demo/tenants/shape.ts";
import { tenants as demoTenants } from "#localstack/demo/tenants.ts";
import { provide } from "#platform/actor.ts";
import { asPlatform, type Tx, transaction } from "#platform/db.ts";
import { hashPassword } from "#platform/password.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";

/** The demo agency with its people and clients. What exists stays as it is. */
export async function seedTenants(): Promise<void> {
  const password = process.env["DEMO_PASSWORD"];
  if (!password) throw new Error("The environment variable DEMO_PASSWORD is missing. npm start makes one.");
  const hash = await hashPassword(password);
  const users = new Map<string, string>();
  for (const person of people) users.set(person.email, await seedUser(person, hash));
  for (const tenant of demoTenants) {
    const owner = memberships.find(
      (row) => row.tenantSlug === tenant.slug && row.side === "client" && row.role === "admin",
    );
    const id = await seedTenant(tenant, users.get(owner?.email ?? "") ?? null);
    const rows = memberships
      .filter((row) => row.tenantSlug === tenant.slug)
      .map((row) => ({ userId: users.get(row.email) ?? "", side: row.side, role: row.role }));
    await furnish(id, tenant, rows);
  }
}

/** Makes a user with a password, or finds the one of that address. @returns the user's id */
export async function seedUser(person: DemoPerson, passwordHash: string): Promise<string> {
  return asPlatform(async (tx) => {
    const known = await tx.selectFrom("users").select("id").where("email", "=", person.email).executeTakeFirst();
    if (known) return known.id;
    const id = newId("user");
    await tx
      .insertInto("users")
      .values({
        id,
        email: person.email,
        emailVerified: true,
        firstName: person.firstName,
        lastName: person.lastName,
        jobTitle: person.jobTitle,
        role: person.role,
        appAccess: [...person.appAccess],
        timezone: person.timezone,
      })
      .execute();
    await tx
      .insertInto("authAccounts")
      .values({ id: newId("user"), userId: id, accountId: id, providerId: "credential", password: passwordHash })
      .execute();
    return id;
  });
}

/** Makes a tenant, or finds the one of that slug. @returns the tenant's id */
export async function seedTenant(tenant: DemoTenant, ownerUserId: string | null): Promise<string> {
  return asPlatform(async (tx) => {
    const known = await tx.selectFrom("tenants").select("id").where("slug", "=", tenant.slug).executeTakeFirst();
    if (known) return known.id;
    const region = await tx.selectFrom("regions").select("id").where("code", "=", "world").executeTakeFirstOrThrow();
    const id = newId("tenant");
    const site = process.env["SITE_URL"] ?? "";
    await tx
      .insertInto("tenants")
      .values({
        id,
        slug: tenant.slug,
        name: tenant.name,
        legalName: tenant.legalName,
        status: tenant.status,
        plan: tenant.plan,
        regionId: region.id,
        country: tenant.country,
        timezone: tenant.timezone,
        locale: tenant.locale,
        currency: tenant.currency,
        industry: tenant.industry,
        websiteUrl: tenant.websiteUrl ? `${site}${tenant.websiteUrl}` : null,
        ownerUserId,
        onboardingCompletedAt: tenant.status === "onboarding" ? null : new Date(),
      })
      .execute();
    return id;
  });
}

interface Membership {
  userId: string;
  side: string;
  role: string;
}

/** Gives a tenant members, settings, voice, context, credits, datasets and its WordPress channel, each once. */
export async function furnish(tenantId: string, tenant: DemoTenant, members: readonly Membership[]): Promise<void> {
  await provide({ kind: "system", tenantId, name: "seed" }, { door: "seed", requestId: "seed" }, () =>
    transaction(async (tx) => {
      const fresh =
        (await tx.selectFrom("tenantSettings").select("id").where("tenantId", "=", tenantId).executeTakeFirst()) ===
        undefined;
      for (const member of members) {
        await tx
          .insertInto("tenantMembers")
          .values({ tenantId, id: newId("member"), ...member })
          .onConflict((conflict) => conflict.columns(["tenantId", "userId"]).doNothing())
          .execute();
      }
      if (!fresh) return;
      await tx
        .insertInto("tenantSettings")
        .values({ tenantId, id: newId("tenantSettings") })
        .execute();
      await describe(tx, tenantId, tenant);
      await Credit.open(plans[tenant.plan].credits, new Date());
      const model = await tx
        .selectFrom("embeddingModels")
        .select("id")
        .where("name", "=", defaultEmbeddingModel)
        .executeTakeFirstOrThrow();
      await Dataset.createStandard(tx, model.id);
      await Effect.searchSync("tenants", tenantId);
      await Effect.audit(
        "tenant.created",
        { type: "tenant", id: tenantId, label: tenant.name },
        { after: { slug: tenant.slug, plan: tenant.plan } },
      );
      await sign(tx, tenantId, members);
      await connect(tenant);
    }),
  );
}

// The demo's clients have accepted the terms, signed by their admin.
async function sign(tx: Tx, tenantId: string, members: readonly Membership[]): Promise<void> {
  const admin = members.find(({ side, role }) => side === "client" && role === "admin");
  const contract = await Contract.prepare();
  await Contract.issue(tx, contract);
  if (!admin) return;
  const user = await tx
    .selectFrom("users")
    .select(["firstName", "lastName"])
    .where("id", "=", admin.userId)
    .executeTakeFirstOrThrow();
  const name = `${user.firstName} ${user.lastName}`.trim();
  const actor = { kind: "user", tenantId, role: "admin", userId: admin.userId, name, sessionId: "seed" } as const;
  await provide(actor, { door: "seed", requestId: "seed" }, () =>
    Contract.accept({ version: contract.version, typedName: name, accepted: true }),
  );
}

async function describe(tx: Tx, tenantId: string, tenant: DemoTenant): Promise<void> {
  if (tenant.brandVoice) {
    const { tone, personality, style, dos, donts, bannedWords, readingLevel, languages } = tenant.brandVoice;
    await tx
      .insertInto("brandVoices")
      .values({
        tenantId,
        id: newId("brandVoice"),
        tone: [...tone],
        personality: [...personality],
        style,
        dos: [...dos],
        donts: [...donts],
        bannedWords: [...bannedWords],
        readingLevel,
        languages: [...languages],
      })
      .execute();
  }
  if (tenant.contextFile) {
    await tx
      .insertInto("contextFiles")
      .values({
        tenantId,
        id: newId("contextFile"),
        version: 1,
        status: "approved",
        body: tenant.contextFile,
        sha256: sha256(tenant.contextFile),
        approvedBy: "system:seed",
        approvedAt: new Date(),
      })
      .execute();
  }
}

async function connect(tenant: DemoTenant): Promise<void> {
  const simulator = process.env["SIMULATOR_URL"];
  const appPassword = process.env["SIMULATOR_WORDPRESS_PASSWORD"];
  if (!simulator || !appPassword || tenant.status === "onboarding") return;
  const site = ["harbor-pine", "solvane", "quillbrook"].includes(tenant.slug) ? tenant.slug : "quillbrook";
  await transaction((tx) =>
    keepWordpress(tx, {
      name: `${tenant.name} website`,
      siteUrl: `${simulator}/wordpress/${site}`,
      username: "leadmetrics",
      appPassword,
      mode: "publish",
    }),
  );
}
