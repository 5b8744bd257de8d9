import type { DemoReach } from "#localstack/demo/reach/shape.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { moment } from "./days.ts";

const readers = [
  ["Marta", "Oliveira", "customer", ["club"], -120],
  ["Joel", "Whitaker", "customer", ["club", "wholesale"], -96],
  ["Priya", "Raman", "customer", [], -71],
  ["Sven", "Aldous", "prospect", ["fair"], -40],
  ["Chloe", "Baptiste", "prospect", ["fair"], -39],
  ["Tomas", "Keller", "partner", [], -18],
] as const;

/** The people of a demo client: its leads, readers of the newsletter, one who left, a segment, and the address under its mails. */
export async function plantPeople(
  tx: Tx,
  tenantId: string,
  { slug, postalAddress, leads }: DemoReach,
): Promise<Map<string, string>> {
  const contactOf = new Map<string, string>();
  for (const { email, firstName, lastName, company, day } of leads) {
    if (!email || contactOf.has(email)) continue;
    const id = newId("contact");
    contactOf.set(email, id);
    await tx
      .insertInto("contacts")
      .values({ tenantId, id, email, firstName, lastName, company, createdAt: moment(day) })
      .execute();
  }
  for (const [at, [firstName, lastName, type, tags, day]] of readers.entries()) {
    const hasLeft = at === 3;
    await tx
      .insertInto("contacts")
      .values({
        ...{ tenantId, id: newId("contact"), firstName, lastName, type, tags: [...tags], source: "import" },
        ...{ email: `${firstName}.${lastName}@${slug}-readers.test`.toLowerCase(), createdAt: moment(day) },
        ...{ isSubscriber: !hasLeft, subscribedAt: moment(day), unsubscribedAt: hasLeft ? moment(-12) : null },
        consent: JSON.stringify({ email: "granted", text: "Signed up on the website." }),
      })
      .execute();
  }
  const filter = JSON.stringify({ types: ["customer"], tags: ["club"] });
  await tx
    .insertInto("contactSegments")
    .values({ tenantId, id: newId("contactSegment"), name: "Club members", filter })
    .execute();
  await tx
    .updateTable("tenantSettings")
    .set({ legalFooter: postalAddress })
    .where("tenantId", "=", tenantId)
    .where("legalFooter", "is", null)
    .execute();
  return contactOf;
}
