import { gunzipSync } from "node:zlib";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get } from "#platform/storage.ts";
import { decodePage } from "./charset.ts";
import { add, type Waiting } from "./frontier.ts";
import { type Job, siteOf } from "./job.ts";
import { isHtml, pageBytesMax } from "./open.ts";
import { nothingAllowed } from "./robots.ts";
import { putOff, settle } from "./settle.ts";
import { miss, type Read, takePage } from "./take-page.ts";
import { kindOf, normalise } from "./url.ts";
import { CrawlFailed, rest, type Visited, type Visitor } from "./visit.ts";

const hopsMax = 5;
const busyTriesMax = 2;
const triesMax = 1;
const htmlMax = 20 * 1024 ** 2;
const documentType = /^application\/(?:pdf|vnd\.openxmlformats-officedocument\.wordprocessingml\.document)$/;

/** Goes to one page and takes in what is there. Whatever comes of it is written in one transaction; a repeat finds it written. */
export async function goTo(job: Job, row: Waiting, guest: Visitor): Promise<void> {
  const robots = await guest.robotsOf(row.url).catch((error: unknown) => {
    if (error instanceof CrawlFailed) return nothingAllowed;
    throw error;
  });
  if (!robots.allows(row.url)) return settle(job, row, "skipped", "robots");
  const known = await knownPage(job.channelId, row.url);
  const wanted = { bytesMax: pageBytesMax, accepts: isHtml };
  let visited = await guest.visit(row.url, { ...wanted, ...(known ?? {}) });
  if (visited.kind === "unchanged") {
    const html = known?.htmlKey ? await stored(known.htmlKey) : undefined;
    if (html !== undefined)
      return takePage(job, row, { html, status: 200, bytes: 0, isUnchanged: true, headers: null }, guest);
    visited = await guest.visit(row.url, wanted);
  }
  if (visited.kind === "answer") return takePage(job, row, readOf(visited), guest);
  return withoutPage(job, row, visited);
}

function readOf({ bytes, headers, status }: Extract<Visited, { kind: "answer" }>): Read {
  const html = decodePage(bytes, headers.get("content-type"));
  return { html, status, bytes: bytes.byteLength, isUnchanged: false, headers };
}

async function withoutPage(job: Job, row: Waiting, visited: Exclude<Visited, { kind: "answer" }>): Promise<void> {
  switch (visited.kind) {
    case "redirect":
      return follow(job, row, visited.to);
    case "other":
      if (documentType.test(visited.type)) return putOff(row, { kind: "document" });
      return settle(job, row, "skipped", "type");
    case "gone":
      return settle(job, row, "failed", "gone", (tx) => miss(tx, job.channelId, row.url, visited.status));
    case "busy":
      if (row.tries >= busyTriesMax) return settle(job, row, "failed", "error");
      await putOff(row, { tries: row.tries + 1 });
      return rest(visited.retryAfterMs);
    case "unchanged":
      return settle(job, row, "failed", "error");
    case "failed": {
      if (visited.code === "too_large") return settle(job, row, "skipped", "size");
      if (visited.code === "unsafe_address") return settle(job, row, "skipped", "foreign");
      const isPassing = visited.status === null || visited.status >= 500;
      if (isPassing && row.tries < triesMax) return putOff(row, { tries: row.tries + 1 });
      return settle(job, row, "failed", "error");
    }
  }
}

// Where a page sends its visitors is an address like any other: judged, and gone to in its turn.
async function follow(job: Job, row: Waiting, to: string): Promise<void> {
  const site = siteOf(job);
  const url = normalise(to, row.url, site);
  const kind = url && url !== row.url ? kindOf(url, site) : null;
  const isOn = url && kind && row.hops < hopsMax;
  await settle(job, row, "skipped", isOn ? "redirect" : "foreign", async (tx) => {
    await miss(tx, job.channelId, row.url, 301);
    if (isOn) await add(tx, job.id, [{ url, kind, source: "link", depth: row.depth, hops: row.hops + 1 }], 1);
  });
}

async function knownPage(channelId: string, url: string) {
  const row = await transaction((tx) =>
    tx
      .selectFrom("webPages")
      .select(["etag", "lastModified", "htmlKey"])
      .where("tenantId", "=", tenant())
      .where("channelId", "=", channelId)
      .where("urlSha256", "=", sha256(url))
      .where("removedAt", "is", null)
      .executeTakeFirst(),
  );
  return row?.htmlKey ? row : undefined;
}

async function stored(key: string): Promise<string | undefined> {
  const bytes = await get(key);
  return bytes && gunzipSync(bytes, { maxOutputLength: htmlMax }).toString("utf8");
}
