import colors from "picocolors";
import type { BlogPost } from "#schema/blog.ts";
import type { ContentRequest } from "#schema/request.ts";
import type { Frame } from "../live.ts";
import { followRun } from "../live.ts";
import type { Walk } from "../walk.ts";
import { untilReview } from "./request.ts";

export interface Production {
  post: BlogPost;
  /** Runs that were followed while they worked. */
  runs: { agent: string; deltas: number; characters: number; steps: number; status: string }[];
}

/**
 * Watches the agents that began after `sinceMs` work, with the text of each as it is written, until a draft newer than
 * `afterVersion` lies before the reviewers. An agent can begin before the answer to the request that woke it has arrived.
 */
export async function watchProduction(
  walk: Walk,
  request: ContentRequest,
  { sinceMs, afterVersion = 0 }: { sinceMs: number; afterVersion?: number },
): Promise<Production> {
  const { live, cast, report } = walk;
  const shown = report.task("The agents work");
  const following: Promise<Production["runs"][number]>[] = [];
  const follow = async ({ data }: Frame): Promise<Production["runs"][number]> => {
    const agent = String(data["agent"]);
    let text = "";
    const seen = await followRun(cast.editor, String(data["runId"]), (delta, characters) => {
      text = (text + delta).slice(-60);
      shown.update(`${agent}, ${characters} characters: …${text.replaceAll(/\s+/g, " ").trim()}`);
    });
    report.say(`${agent} ${seen.status} ${colors.dim(`(${seen.characters} characters in ${seen.deltas} pieces)`)}`);
    return { agent, ...seen };
  };
  const take = (frame: Frame) => {
    if (frame.type === "agent:active") following.push(follow(frame));
  };
  for (const frame of live.frames) if (frame.receivedMs >= sinceMs) take(frame);
  const unsubscribe = live.subscribe(take);
  try {
    const post = await untilReview(live, cast, request, afterVersion);
    return { post, runs: await Promise.all(following) };
  } finally {
    unsubscribe();
    shown.drop();
  }
}

/** Durations from one moment to the end of each agent's work, from the times at which the live events arrived. */
export function productionPhases(
  frames: readonly Frame[],
  sinceMs: number,
  postId: string,
): { name: string; ms: number }[] {
  const wanted: { name: string; is: (frame: Frame) => boolean }[] = [
    {
      name: "request → brief",
      is: ({ type, data }) => type === "agent:completed" && data["agent"] === "content-brief-writer",
    },
    { name: "brief → draft", is: ({ type, data }) => type === "agent:completed" && data["agent"] === "blog-writer" },
    {
      name: "draft → critic",
      is: ({ type, data }) => type === "agent:completed" && data["agent"] === "content-critic",
    },
    {
      name: "critic → dm_review",
      is: ({ type, data }) => type === "content:updated" && data["id"] === postId && data["status"] === "dm_review",
    },
  ];
  let fromMs = sinceMs;
  return wanted.flatMap(({ name, is }) => {
    const found = frames.find((frame) => frame.receivedMs >= sinceMs && is(frame));
    if (!found) return [];
    const ms = Math.max(0, found.receivedMs - fromMs);
    fromMs = Math.max(fromMs, found.receivedMs);
    return [{ name, ms }];
  });
}
