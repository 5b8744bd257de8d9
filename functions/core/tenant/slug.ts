import { randomInt } from "node:crypto";
import type { Tx } from "#platform/db.ts";

/** A name as part of an address: lower-case letters, digits and hyphens, at most 50 characters; "client" when nothing is left. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, "");
  return slug.length < 2 ? "client" : slug;
}

/** The slug of a name, with a number behind it where it is taken. The role must see all tenants. */
export async function freeSlug(tx: Tx, name: string): Promise<string> {
  const wanted = slugOf(name);
  const taken = await tx.selectFrom("tenants").select("id").where("slug", "=", wanted).executeTakeFirst();
  return taken ? `${wanted}-${randomInt(1_000, 1_000_000)}` : wanted;
}
