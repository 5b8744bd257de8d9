import { eventually, insist } from "../report.ts";
import { query } from "./postgres.ts";
import type { Stores } from "./stores.ts";

const patienceMs = 5_000;

/** The search document of each post says what the row says. */
export async function documentsEqualRows(
  stores: Stores,
  tenantId: string,
  postIds: readonly string[],
): Promise<string> {
  const rows = await query(
    stores,
    "select id, title, slug, status, target_keyword from blog_posts where tenant_id = $1 and id = any($2)",
    [tenantId, postIds],
  );
  for (const row of rows) await eventually(() => equal(stores, tenantId, row), patienceMs);
  return `${rows.length} documents`;
}

async function equal(stores: Stores, tenantId: string, row: Record<string, unknown>): Promise<void> {
  const document = await read(stores, String(row["id"]));
  const wanted: Record<string, unknown> = {
    tenantId,
    title: row["title"],
    slug: row["slug"],
    status: row["status"],
    targetKeyword: row["target_keyword"],
  };
  const different = Object.keys(wanted).filter((field) => document?.[field] !== wanted[field]);
  const found = document ? different.map((field) => `${field} ${document[field]}`).join(", ") : "nothing";
  insist(different.length === 0, `the index has ${found} for ${row["id"]}`);
}

async function read(stores: Stores, id: string): Promise<Record<string, unknown> | undefined> {
  try {
    return (await stores.typesense.collections("blogs").documents(id).retrieve()) as Record<string, unknown>;
  } catch (error) {
    if ((error as { httpStatus?: number }).httpStatus === 404) return undefined;
    throw error;
  }
}
