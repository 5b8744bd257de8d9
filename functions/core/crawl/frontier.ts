import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { CrawlUrlKind, CrawlUrlReason, CrawlUrlSource } from "#schema/crawl.ts";
import { newId } from "#schema/ids.ts";

/** An address that a crawl has found and not been to. */
export interface Waiting {
  id: string;
  kind: CrawlUrlKind;
  source: CrawlUrlSource;
  url: string;
  depth: number;
  hops: number;
  tries: number;
}

/** An address to go to. */
export interface Find {
  url: string;
  kind: CrawlUrlKind;
  source: CrawlUrlSource;
  depth: number;
  hops?: number;
  changedAt?: Date | null;
}

/** Of one path so many queries are followed: shops and calendars have no end of them. */
export const variantsMax = 5;

/** So many addresses go into one statement, far from the number of parameters it may have. */
const batch = 1_000;

/** Notes addresses to go to; one that is known stays as it is, and knows of one more page that leads to it. */
export async function add(tx: Tx, jobId: string, finds: readonly Find[], roomLeft: number): Promise<void> {
  const hashed = [...new Map(finds.map((find) => [find.url, { ...find, urlSha256: sha256(find.url) }])).values()];
  let room = roomLeft;
  for (let at = 0; at < hashed.length; at += batch)
    room -= await addSome(tx, jobId, hashed.slice(at, at + batch), room);
}

type Hashed = Find & { urlSha256: string };

/** @returns how many are new */
async function addSome(tx: Tx, jobId: string, hashed: readonly Hashed[], roomLeft: number): Promise<number> {
  const known = await tx
    .updateTable("webCrawlUrls")
    .set((eb) => ({ linksIn: eb("linksIn", "+", hashed[0]?.source === "link" ? 1 : 0) }))
    .where("tenantId", "=", tenant())
    .where("webCrawlJobId", "=", jobId)
    .where(
      "urlSha256",
      "in",
      hashed.map(({ urlSha256 }) => urlSha256),
    )
    .returning("urlSha256")
    .execute();
  const before = new Set(known.map(({ urlSha256 }) => urlSha256));
  const fresh = hashed.filter(({ urlSha256 }) => !before.has(urlSha256));
  const some = (await withoutVariants(tx, jobId, fresh)).slice(0, Math.max(0, roomLeft));
  if (some.length === 0) return 0;
  await tx
    .insertInto("webCrawlUrls")
    .values(
      some.map(({ changedAt, hops = 0, ...find }) => ({
        ...{ tenantId: tenant(), id: newId("webCrawlUrl"), webCrawlJobId: jobId, ...find, hops },
        pathSha256: pathOf(find),
        linksIn: find.source === "link" ? 1 : 0,
        changedAt: changedAt ?? null,
      })),
    )
    .onConflict((conflict) => conflict.columns(["tenantId", "webCrawlJobId", "urlSha256"]).doNothing())
    .execute();
  return some.length;
}

/** The next address of a kind: from the start outwards, and at the same distance what the sitemap says was changed last. */
export async function next(tx: Tx, jobId: string, kind: CrawlUrlKind): Promise<Waiting | undefined> {
  const row = await tx
    .selectFrom("webCrawlUrls")
    .select(["id", "kind", "source", "url", "depth", "hops", "tries"])
    .where("tenantId", "=", tenant())
    .where("webCrawlJobId", "=", jobId)
    .where("status", "=", "waiting")
    .where("kind", "=", kind)
    .orderBy("depth")
    .orderBy(sql`source <> 'sitemap'`)
    .orderBy("changedAt", (order) => order.desc().nullsLast())
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row as Waiting | undefined;
}

/** Closes an address. @returns false when somebody closed it before */
export async function close(
  tx: Tx,
  id: string,
  status: "done" | "skipped" | "failed",
  reason: CrawlUrlReason | null = null,
): Promise<boolean> {
  const row = await tx
    .updateTable("webCrawlUrls")
    .set({ status, reason })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "waiting")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** How many addresses there are of each kind, status and reason. */
export async function count(tx: Tx, jobId: string) {
  const rows = await tx
    .selectFrom("webCrawlUrls")
    .select(["kind", "status", "reason", (eb) => eb.fn.countAll<number>().as("count")])
    .where("tenantId", "=", tenant())
    .where("webCrawlJobId", "=", jobId)
    .groupBy(["kind", "status", "reason"])
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Forgets the way of a crawl that has ended. */
export async function forget(tx: Tx, jobId: string): Promise<void> {
  await tx.deleteFrom("webCrawlUrls").where("tenantId", "=", tenant()).where("webCrawlJobId", "=", jobId).execute();
}

async function withoutVariants<F extends Find>(tx: Tx, jobId: string, finds: readonly F[]): Promise<F[]> {
  const paths = [...new Set(finds.flatMap((find) => pathOf(find) ?? []))];
  if (paths.length === 0) return [...finds];
  const rows = await tx
    .selectFrom("webCrawlUrls")
    .select(["pathSha256", (eb) => eb.fn.countAll<number>().as("count")])
    .where("tenantId", "=", tenant())
    .where("webCrawlJobId", "=", jobId)
    .where("pathSha256", "in", paths)
    .groupBy("pathSha256")
    .execute();
  const counts = new Map(rows.map((row) => [row.pathSha256, Number(row.count)]));
  return finds.filter((find) => {
    const path = pathOf(find);
    if (!path) return true;
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    return count <= variantsMax;
  });
}

function pathOf({ url, kind }: Find): string | null {
  const { origin, pathname, search } = new URL(url);
  return kind === "page" && search !== "" ? sha256(`${origin}${pathname}`) : null;
}
