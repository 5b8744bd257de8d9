import { beforeAll, describe, expect, test } from "vitest";
import { groupsOf } from "./mutations.ts";
import { isAbout, promises } from "./promises/index.ts";
import type { Graph } from "./synth/graph.ts";
import { synthesizeAll } from "./synth/synth.ts";

/** All that is wrong with a graph. */
async function wrongWith(graph: Graph, stage: string): Promise<string[]> {
  const found = promises.filter((promise) => isAbout(promise, stage)).map(async ({ broken }) => broken(graph, stage));
  // What a promise looks at may be gone altogether.
  return (await Promise.allSettled(found)).flatMap((each) =>
    each.status === "fulfilled" ? each.value : [String(each.reason)],
  );
}

describe.each(["staging", "production"] as const)("in %s", (stage) => {
  const groups = groupsOf(stage);
  let wrong: string[][];
  beforeAll(async () => {
    const graphs = await synthesizeAll({ stage }, groups);
    wrong = await Promise.all(graphs.map((graph) => ("error" in graph ? [graph.error] : wrongWith(graph, stage))));
  }, 300_000);

  test.each(groups.flatMap((group, index) => group.map(({ what, noticed }) => ({ what, noticed, index }))))(
    "$what is noticed",
    ({ noticed, index }) => {
      expect(wrong[index]?.filter((sentence) => sentence.includes(noticed))).not.toEqual([]);
    },
  );
});
