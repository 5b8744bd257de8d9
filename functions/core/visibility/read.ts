import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import {
  type Sentiment,
  type SnapshotQuery,
  scoreDays,
  type Visibility,
  type VisibilityNarrative,
  type VisibilitySnapshot,
  VisibilityType,
} from "#schema/visibility.ts";
import { assistantsOf } from "./assistants.ts";
import { companyOf } from "./company.ts";
import { todayUtc } from "./questions.ts";
import { type Answered, daysBefore, recent, scoreOf, sentimentsOf, trendOf, voicesOf } from "./score.ts";

const snapshotsMax = 400;
const narrativesMax = 20;
const answersMax = 20_000;

/** How visible the client is in what assistants say. */
export async function overview(): Promise<Visibility> {
  require("insight.read", "see the AI visibility");
  return transaction(async (tx) => {
    const today = todayUtc();
    const assistants = await assistantsOf(tx);
    const asked = await answersSince(tx, daysBefore(today, scoreDays * 2));
    // One that is off or cannot be asked counts in no score.
    const counted = new Set(assistants.filter(({ enabled, available }) => enabled && available).map(({ key }) => key));
    const answers = asked.filter(({ platform }) => counted.has(platform));
    const now = recent(answers, today);
    const last = answers.map(({ askedOn }) => askedOn).toSorted();
    return {
      score: scoreOf(now),
      trend: trendOf(answers, today),
      platforms: assistants.map(({ key, name, enabled, available }) => ({
        ...{ key, name, enabled, available },
        score: scoreOf(now.filter(({ platform }) => platform === key)),
      })),
      types: VisibilityType.options.map((type) => ({ type, score: scoreOf(now.filter((one) => one.type === type)) })),
      shareOfVoice: voicesOf((await companyOf(tx)).name, now),
      sentiment: sentimentsOf(now),
      answers: now.length,
      lastAskedOn: last.at(-1) ?? null,
      schedule: await scheduleOf(tx),
    };
  });
}

/** Answers that were examined, the newest first; of the last days unless another time is asked for. */
export async function snapshots(query: SnapshotQuery): Promise<VisibilitySnapshot[]> {
  require("insight.read", "see what assistants say");
  const { to = todayUtc(), platform, type } = query;
  const from = query.from ?? daysBefore(to, scoreDays);
  const rows = await transaction((tx) =>
    answered(tx)
      .where("s.runOn", ">=", from)
      .where("s.runOn", "<=", to)
      .$if(platform !== undefined, (some) => some.where("s.platformKey", "=", platform ?? ""))
      .$if(type !== undefined, (some) => some.where("p.type", "=", type ?? ""))
      .orderBy("s.runOn", "desc")
      .orderBy("s.id", "desc")
      .limit(snapshotsMax)
      .execute(),
  );
  return rows.map(({ platformKey, runOn, ...row }) => ({
    ...row,
    type: row.type as VisibilitySnapshot["type"],
    platform: platformKey as VisibilitySnapshot["platform"],
    sentiment: row.sentiment as VisibilitySnapshot["sentiment"],
    citedSources: row.citedSources as string[],
    askedOn: runOn,
  }));
}

/** What was told of the answers, the newest first. */
export async function narratives(): Promise<VisibilityNarrative[]> {
  require("insight.read", "see how assistants speak of the client");
  const rows = await transaction((tx) =>
    tx
      .selectFrom("aiVisibilityNarratives")
      .selectAll()
      .where("tenantId", "=", tenant())
      .orderBy("id", "desc")
      .limit(narrativesMax)
      .execute(),
  );
  return rows.map((row) => {
    const details = row.details as Partial<Record<"themes" | "strengths" | "gaps" | "actions", string[]>>;
    const { themes = [], strengths = [], gaps = [], actions = [] } = details;
    return {
      id: row.id,
      period: row.period as VisibilityNarrative["period"],
      status: row.status as VisibilityNarrative["status"],
      score: Number(row.geoScore),
      narrative: row.narrative,
      ...{ themes, strengths, gaps, actions },
      createdAt: iso(row.createdAt),
    };
  });
}

/** The answers since a day as scores count them. */
export async function answersSince(
  tx: Tx,
  day: string,
): Promise<(Answered & { prompt: string; excerpt: string | null; rank: number | null })[]> {
  const rows = await answered(tx)
    .where("s.runOn", ">", day)
    .orderBy("s.runOn", "desc")
    .orderBy("s.id", "desc")
    .limit(answersMax)
    .execute();
  return rows.map((row) => ({
    ...{ promptId: row.promptId, mentioned: row.mentioned, competitors: row.competitors, askedOn: row.runOn },
    ...{ prompt: row.prompt, excerpt: row.excerpt, rank: row.rank },
    platform: row.platformKey as Answered["platform"],
    type: row.type as Answered["type"],
    sentiment: row.sentiment as Sentiment | null,
  }));
}

async function scheduleOf(tx: Tx): Promise<Visibility["schedule"]> {
  const row = await tx
    .selectFrom("tenantSettings")
    .select("aiVisibilitySchedule")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return (row?.aiVisibilitySchedule ?? "off") as Visibility["schedule"];
}

function answered(tx: Tx) {
  return tx
    .selectFrom("aiVisibilitySnapshots as s")
    .innerJoin("aiVisibilityPrompts as p", (join) =>
      join.onRef("p.tenantId", "=", "s.tenantId").onRef("p.id", "=", "s.promptId"),
    )
    .select(["s.id", "s.promptId", "s.platformKey", "s.mentioned", "s.rank", "s.sentiment", "s.excerpt"])
    .select(["s.citedSources", "s.competitors", "s.runOn", "p.prompt", "p.type"])
    .where("s.tenantId", "=", tenant());
}
