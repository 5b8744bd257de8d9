import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { DocKind } from "#schema/dataset.ts";
import type { Payload } from "#schema/queues.ts";
import { prepare, take } from "./crawled.ts";

type Subject = Extract<Payload<"rag__ingest">, { kind: "text" }>;

interface Text {
  dataset: "competitor_research" | "published_content";
  /** Names the file: a newer text of the same name takes its place. */
  fileName: string;
  title: string;
  docKind: DocKind;
  url: string | null;
  body: string;
}

const readers: Readonly<Record<Subject["subjectType"], (tx: Tx, id: string) => Promise<Text | undefined>>> = {
  research_note: research,
  blog_post: post,
  social_post: socialPost,
};

/**
 * Takes what was written here into the dataset where agents look for it: research on competitors, texts that are published. A text
 * that is there already stays, a newer one becomes the next generation of its file.
 */
export async function takeWritten({ subjectType, subjectId }: Subject): Promise<void> {
  const text = await transaction((tx) => readers[subjectType](tx, subjectId));
  if (!text) return;
  const { dataset, body, ...file } = text;
  const source = await prepare(body, "text/markdown", dataset);
  if (!source) return;
  await transaction(async (tx) => {
    // Two texts of one name wait for each other.
    await tx
      .selectFrom("datasets")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("id", "=", source.datasetId)
      .forUpdate()
      .executeTakeFirst();
    const known = await tx
      .selectFrom("datasetFiles")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("datasetId", "=", source.datasetId)
      .where("fileName", "=", file.fileName)
      .where("status", "!=", "deleted")
      .executeTakeFirst();
    const origin =
      dataset === "published_content"
        ? ({ source: "published", trust: "own" } as const)
        : ({ source: "agent", trust: "third_party" } as const);
    await take(tx, { ...source, ...file, id: known?.id ?? null, origin });
  });
}

async function research(tx: Tx, id: string): Promise<Text | undefined> {
  const row = await tx
    .selectFrom("researchNotes")
    .select(["title", "body"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("kind", "=", "competitor")
    .executeTakeFirst();
  if (!row?.body) return undefined;
  const file = { fileName: "competitors.md", title: row.title, url: null, docKind: "competitor" } as const;
  return { dataset: "competitor_research", ...file, body: row.body };
}

async function post(tx: Tx, id: string): Promise<Text | undefined> {
  const row = await tx
    .selectFrom("blogPosts")
    .select(["title", "body", "publishedUrl"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "published")
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const file = { fileName: `${id}.md`, title: row.title, url: row.publishedUrl, docKind: "blog" } as const;
  return { dataset: "published_content", ...file, body: `# ${row.title}\n\n${row.body}` };
}

async function socialPost(tx: Tx, id: string): Promise<Text | undefined> {
  const row = await tx
    .selectFrom("socialPosts")
    .select(["hook", "bodyText", "platform", "publishedUrl"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("publishedUrl", "is not", null)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const title = row.hook ?? row.bodyText.slice(0, 60);
  const file = { fileName: `${id}.md`, title, url: row.publishedUrl, docKind: "document" } as const;
  return { dataset: "published_content", ...file, body: `# ${title} (${row.platform})\n\n${row.bodyText}` };
}
