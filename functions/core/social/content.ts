import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Row } from "./index.ts";

type Content = Record<string, unknown>;

/** What a version of a post keeps. */
export function contentOf(row: Row): Content {
  const { platform, format, bodyText, hook, hashtags, altText, linkUrl, details } = row;
  return { platform, format, bodyText, hook, hashtags, altText, linkUrl, details };
}

/** Columns of a post from its content. */
export function columns({ platform: _, format: __, details, ...text }: Content): Content {
  return { ...text, details: JSON.stringify(details) };
}

/** What a post is called in lists and logs. */
export function title(columnsOf: Content): string {
  const { hook, bodyText, platform } = columnsOf as unknown as Pick<Row, "hook" | "bodyText" | "platform">;
  return (hook || bodyText || `Post for ${platform}`).slice(0, 120);
}

/** The post as it would go out, with its hashtags and the words on its slides. */
export function article(content: Content): string {
  const { bodyText, hashtags, details } = content as unknown as Row;
  const slides = details.slides?.map(({ headline, text }) => `${headline}\n${text}`) ?? [];
  const tags = hashtags.map((tag) => `#${tag}`).join(" ");
  return [bodyText, ...(details.parts ?? []), tags, ...slides].filter(Boolean).join("\n\n");
}

/** The link that a post shows as such: the first one of its text. */
export function linkIn({ bodyText, details }: Pick<Row, "bodyText" | "details">): string | null {
  const [link] = /https?:\/\/\S+/.exec([bodyText, ...(details.parts ?? [])].join(" ")) ?? [];
  return link?.replace(/[.,;!?)]+$/, "") ?? null;
}

/** What the critic reads of a post. */
export function judged(content: Content) {
  return { title: title(content), content: article(content), limits: { wordsMin: 1, wordsMax: 1_000, sectionsMin: 0 } };
}

/** Hash of exactly what would go out: text and, in their order, the media. */
export async function hash(tx: Tx, row: object, content: Content): Promise<string> {
  const { platform, format, bodyText, hashtags, altText, linkUrl, details } = content as unknown as Row;
  const media = await mediaOf(tx, (row as Row).id);
  const files = media.map(({ role, position, sha256: of }) => [role, position, of]);
  const { slides = [], pollOptions = [], parts } = details;
  const sent = [platform, format, bodyText, hashtags, altText, linkUrl, slides, pollOptions, files];
  return sha256(JSON.stringify(parts ? [...sent, parts] : sent));
}

/** The media of a post, in order. */
export async function mediaOf(tx: Tx, id: string) {
  return tx
    .selectFrom("mediaLinks as l")
    .innerJoin("media as m", (join) => join.onRef("m.tenantId", "=", "l.tenantId").onRef("m.id", "=", "l.mediaId"))
    .select(["m.id", "m.sha256", "m.mime", "m.width", "m.height", "m.altText", "m.s3Key", "l.role", "l.position"])
    .where("l.tenantId", "=", tenant())
    .where("l.subjectType", "=", "social_post")
    .where("l.subjectId", "=", id)
    .orderBy("l.role")
    .orderBy("l.position")
    .execute();
}
