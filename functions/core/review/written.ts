import type { StrategyDraft } from "#agents/strategy-writer.ts";
import { fold } from "#core/dataset/terms.ts";
import type { Lesson, Written } from "#core/memory/index.ts";
import * as Memory from "#core/memory/index.ts";
import { structureLesson } from "#core/memory/outline.ts";
import * as Piece from "#core/piece/index.ts";
import { wordCountOf } from "#core/run/prose.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import type { MemoryKey } from "#schema/memory.ts";
import { PieceType } from "#schema/piece.ts";
import type { SocialDetails } from "#schema/social.ts";

type Text = Pick<Written, "title" | "text" | "lessons"> & { runId?: string | null };

/** Subject -> its present text and what the kind of text teaches once people approve it. */
const readers: Readonly<Record<string, (tx: Tx, id: string) => Promise<Text>>> = {
  blog_post: post,
  context_file: contextFile,
  strategy,
  gbp_post: profilePost,
  social_post: socialPost,
  review_response: reviewResponse,
  campaign_email: campaignEmail,
  lead_email: leadEmail,
  ...Object.fromEntries(PieceType.options.map((type) => [type, (tx: Tx, id: string) => piece(tx, type, id)])),
};

/** What people decide about, when an agent wrote it; undefined for what nobody learns of. */
export async function written(tx: Tx, subject: { type: string; id: string }): Promise<Written | undefined> {
  const text = await readers[subject.type]?.(tx, subject.id);
  if (!text) return undefined;
  const newest = await tx
    .selectFrom("contentVersions")
    .select("authorKind")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const writer = text.runId ? await runOf(tx, text.runId) : await Memory.writerOf(tx, subject);
  if (!writer) return undefined;
  const isEdited = newest?.authorKind === "human";
  return { ...text, ...writer, isEdited };
}

async function runOf(tx: Tx, runId: string): Promise<{ agent: AgentName; runId: string } | undefined> {
  const run = await tx
    .selectFrom("agentRuns")
    .select("agent")
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .executeTakeFirst();
  return run && { agent: run.agent as AgentName, runId };
}

async function post(tx: Tx, id: string): Promise<Text> {
  const { title, body, wordCount } = await tx
    .selectFrom("blogPosts")
    .select(["title", "body", "wordCount"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const lessons = [
    about("covered_topics", title),
    amount("preferred_length_words", wordCount, "words"),
    ...structureLesson(body),
  ];
  return { title, text: body, lessons };
}

async function contextFile(tx: Tx, id: string): Promise<Text> {
  const { version, body, runId } = await tx
    .selectFrom("contextFiles")
    .select(["version", "body", "runId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { title: `Context file, version ${version}`, text: body, runId, lessons: [] };
}

async function strategy(tx: Tx, id: string): Promise<Text> {
  const { title, body, details, runId } = await tx
    .selectFrom("strategies")
    .select(["title", "body", "details", "runId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const { smartGoals = [], recommendedChannels = [], pillars = [] } = details as Partial<StrategyDraft>;
  const lessons = [
    ...smartGoals.map(({ goal }) => about("previous_goals", goal)),
    ...recommendedChannels.map(({ channel, role }) => about("channel_history", channel, `${channel} (${role})`)),
    ...pillars.map(({ name, sharePct }) => about("approved_pillars", name, `${name} (${sharePct} %)`)),
  ];
  return { title, text: body ?? "", runId, lessons };
}

async function profilePost(tx: Tx, id: string): Promise<Text> {
  const { bodyText, runId } = await tx
    .selectFrom("gbpPosts")
    .select(["bodyText", "runId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const lessons = [amount("avg_approved_length", bodyText.length, "characters")];
  return { title: bodyText.slice(0, 60), text: bodyText, runId, lessons };
}

async function socialPost(tx: Tx, id: string): Promise<Text> {
  const { hook, bodyText, hashtags, details, runId } = await tx
    .selectFrom("socialPosts")
    .select(["hook", "bodyText", "hashtags", "details", "runId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const { callToAction } = details as SocialDetails;
  const lessons = [
    ...hashtags.map((tag) => about("used_hashtags", tag, `#${tag}`)),
    ...(callToAction ? [about("preferred_cta_style", callToAction, `Approved: “${callToAction}”`)] : []),
    amount("avg_approved_length", bodyText.length, "characters"),
  ];
  return { title: hook ?? bodyText.slice(0, 60), text: bodyText, runId, lessons };
}

async function reviewResponse(tx: Tx, id: string): Promise<Text> {
  const { body, runId } = await tx
    .selectFrom("reviewResponses")
    .select(["body", "runId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const lessons = [amount("avg_approved_length", body.length, "characters")];
  return { title: body.slice(0, 60), text: body, runId, lessons };
}

async function campaignEmail(tx: Tx, id: string): Promise<Text> {
  const row = await tx
    .selectFrom("campaignEmails")
    .select(["subject", "body", "runId", "recipientName"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return mail(row, [row.recipientName]);
}

async function leadEmail(tx: Tx, id: string): Promise<Text> {
  const row = await tx
    .selectFrom("leadEmails as e")
    .innerJoin("leads as l", (join) => join.onRef("l.tenantId", "=", "e.tenantId").onRef("l.id", "=", "e.leadId"))
    .select(["e.subject", "e.body", "e.runId", "l.firstName", "l.lastName", "l.company", "l.email", "l.phone"])
    .where("e.tenantId", "=", tenant())
    .where("e.id", "=", id)
    .executeTakeFirstOrThrow();
  return mail(row, [row.email, row.phone, row.company, row.firstName, row.lastName]);
}

// What was written to one person teaches how to write to the next, not who the first one was.
function mail(
  { subject, body, runId }: { subject: string; body: string; runId: string | null },
  person: readonly (string | null)[],
): Text {
  const names = person.flatMap((name) => (name && name.trim().length > 1 ? [name, ...name.split(/\s+/)] : []));
  const bare = (text: string) =>
    names.reduce((left, name) => (name.length > 1 ? left.replaceAll(name, "…") : left), text);
  const lessons = [amount("preferred_length_words", wordCountOf(body), "words")];
  return { title: bare(subject), text: bare(body), runId, lessons };
}

async function piece(tx: Tx, type: PieceType, id: string): Promise<Text> {
  const { title } = await Piece.locked(tx, type, id);
  const content = await Piece.contentOf(tx, type, id);
  const text = content ? Piece.kindOf(type).article(content) : "";
  const lessons = [
    about("covered_topics", title),
    ...(type === "ad_copy" ? [] : [amount("preferred_length_words", wordCountOf(text), "words")]),
    ...(type === "ad_copy" ? [] : structureLesson(text)),
  ];
  return { title, text, lessons };
}

function about(key: MemoryKey, name: string, lesson = name): Lesson {
  return { key, point: fold(name), lesson };
}

function amount(key: MemoryKey, value: number, unit: string): Lesson {
  const lesson = `An approved text has ${value.toLocaleString("en")} ${unit}`;
  return { key, point: unit, lesson, data: { amount: value, unit } };
}
