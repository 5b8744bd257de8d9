import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import { mistakes } from "./mutations.ts";
import { prepare } from "./setup.ts";
import { type Graph, summaryOf } from "./synth/graph.ts";
import { synthesize } from "./synth/synth.ts";

/** The stages of the page, a developer's own first. */
export const shownStages = ["alice", "staging", "production"] as const;
export type Shown = Record<(typeof shownStages)[number], Graph>;

export const page = join(root, "docs/deploy/resources.md");

/** The page that says what each stage makes, by type. */
export function resourcesPage(graphs: Shown): string {
  const counts = shownStages.map((stage) => summaryOf(graphs[stage]));
  const types = [...new Set(counts.flatMap((each) => Object.keys(each)))].filter(
    (type) => !/^(sst|pulumi):/.test(type),
  );
  const total = (count: Record<string, number>): number => types.reduce((sum, type) => sum + (count[type] ?? 0), 0);
  const rows = types.toSorted().map((type) => [type, ...counts.map((count) => String(count[type] ?? ""))]);
  const all = [["resource", ...shownStages], ...rows, ["all", ...counts.map((count) => String(total(count)))]];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const show = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  return [
    "# What a stage is made of",
    "",
    "Resources that the stacks ask AWS for, by type: a developer's own stage (`alice`), staging and production. The stage `local` asks for none.",
    "`node localstack/boot.mjs tests/stacks/resources.ts` writes this page, a test holds it to the stacks.",
    "",
    show(head),
    `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
    ...body.map(show),
    "",
    "## Mistakes that are noticed",
    "",
    "Each was made in the stacks (`tests/stacks/mutations.ts`), and a promise said so.",
    "",
    ...mistakes.map(({ what, file, noticed }) => `- ${what} (\`${file}\`): \`${noticed}\``),
    "",
  ].join("\n");
}

if (import.meta.main) {
  await prepare();
  const graphs: Partial<Shown> = {};
  for (const stage of shownStages) graphs[stage] = await synthesize({ stage });
  writeFileSync(page, resourcesPage(graphs as Shown));
}
