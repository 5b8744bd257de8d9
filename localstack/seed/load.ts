import type { DemoTenant } from "#localstack/demo/tenants/shape.ts";
import { asPlatform } from "#platform/db.ts";
import { hashPassword } from "#platform/password.ts";
import { furnish, seedTenant, seedUser } from "./tenants.ts";

/** Further clients `load-1` … `load-N` for load: each with an admin, an approver and a member, reviewed by the demo's reviewers. */
export async function seedLoadTenants(count: number): Promise<void> {
  const hash = await hashPassword(process.env["DEMO_PASSWORD"] ?? "");
  const reviewers = await asPlatform((tx) =>
    tx
      .selectFrom("users")
      .select(["id", "email"])
      .where("email", "in", ["ines@northlight.test", "tom@northlight.test"])
      .execute(),
  );
  for (let number = 1; number <= count; number++) {
    const slug = `load-${number}`;
    const tenant: DemoTenant = {
      slug,
      name: `Load Client ${number}`,
      legalName: `Load Client ${number} Ltd`,
      plan: "enterprise",
      status: "active",
      industry: "Testing",
      country: "US",
      timezone: "UTC",
      locale: "en",
      currency: "USD",
      websiteUrl: null,
      brandVoice: null,
      contextFile: null,
      audience: "everyone",
      sampleRequests: [],
    };
    const person = (role: string) =>
      seedUser(
        {
          email: `${role}@${slug}.test`,
          firstName: role,
          lastName: `of ${slug}`,
          role: "member",
          appAccess: ["dashboard"],
          timezone: "UTC",
          jobTitle: role,
        },
        hash,
      );
    const [admin, reviewer, member] = [await person("admin"), await person("reviewer"), await person("member")];
    const id = await seedTenant(tenant, admin);
    await furnish(id, tenant, [
      { userId: admin, side: "client", role: "admin" },
      { userId: reviewer, side: "client", role: "reviewer" },
      { userId: member, side: "client", role: "member" },
      ...reviewers.map((row) => ({ userId: row.id, side: "agency", role: "reviewer" })),
    ]);
  }
}
