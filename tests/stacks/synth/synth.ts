import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "#localstack/paths.ts";
import { platformDir, sstEnvironment } from "#localstack/sst-platform.ts";
import { linkName } from "#schema/link.ts";
import { secretNames } from "#stacks/secret-names.ts";
import { policyOf } from "#stacks/stage.ts";
import type { Graph } from "./graph.ts";
import { appOf, bundle, type Change } from "./program.ts";
import { startRpc } from "./rpc.ts";

export interface SynthOptions {
  stage: string;
  /** As `sst dev` would see it. */
  dev?: boolean;
  env?: Record<string, string>;
  changes?: readonly Change[];
}

interface Program {
  app: Graph["app"];
  changes: readonly Change[];
  file: string;
  rpc: Awaited<ReturnType<typeof startRpc>>;
}

const region = "eu-central-1";

// What builds of minutes would have made: a portal's server, the documentation; and the bundles, which were made once before.
const built: readonly Change[] = [
  { file: "stacks/bundles.ts", from: 'execFileSync("node"', to: '((..._made: unknown[]) => undefined)("node"' },
  { file: "stacks/portals.ts", from: "const path = folderOf(portal);", to: 'const path = ".sst/synth/portal";' },
  { file: "stacks/portals.ts", from: 'output: "dist/docs"', to: 'output: ".sst/synth/docs"' },
];
let made = 0;

/**
 * What a stage would make at AWS: the configuration and the stacks as SST builds and runs them, with SST's own components, on mocks of the
 * engine. Shapes only: what AWS itself would refuse is not known here.
 * @throws with the words of the program when it fails
 */
export async function synthesize(options: SynthOptions): Promise<Graph> {
  const [graph] = await synthesizeAll(options, [options.changes ?? []]);
  if (!graph || "error" in graph) throw new Error(`The stage cannot be made: ${graph?.error ?? "no answer"}`);
  return graph;
}

/** The same stage many times, each with other changes; one that cannot be made says why. One process, since loading takes longest. */
export async function synthesizeAll(
  { stage, dev = false, env = {} }: SynthOptions,
  variants: readonly (readonly Change[])[],
): Promise<(Graph | { error: string })[]> {
  const settings = { DEPLOY_DOMAIN: "example.com", DEPLOY_REGION: region, ...env };
  const programs: Program[] = [];
  for (const changes of variants) {
    const app = await appOf(stage, settings, changes);
    programs.push({
      app,
      changes,
      file: join(platformDir, `synth-${process.pid}-${++made}.mjs`),
      rpc: await startRpc(),
    });
  }
  try {
    for (const { app, file, changes } of programs)
      await bundle(file, { app: { ...app, stage }, dev, changes: [...built, ...changes] });
    const answers = await run(
      programs.flatMap(({ file, rpc }) => [file, rpc.url]),
      {
        ...process.env,
        ...sstEnvironment(),
        ...settings,
        SST_STAGE: stage,
        SST_AWS_REGION: region,
        SYNTH_APP: "leadmetrics",
        ...secretsFor(stage, dev),
      },
    );
    return programs.map(({ app, rpc: { builds } }, index) => {
      const answer = answers[index] ?? { error: "no answer" };
      return "error" in answer ? answer : { ...answer, app, builds };
    });
  } finally {
    for (const { file, rpc } of programs) {
      rpc.close();
      rmSync(file, { force: true });
    }
  }
}

// Every secret that a stage may ask for has one here; in development they are the local cloud's.
function secretsFor(stage: string, dev: boolean): Record<string, string> {
  if (dev) return {};
  const names = secretNames(policyOf(stage).stores).map(linkName);
  return Object.fromEntries(names.map((name) => [`SST_SECRET_${name}`, `secret-of-${name}`]));
}

type Answer = Omit<Graph, "app" | "builds"> | { error: string };

/** Runs programs one after the other, each with the address of what answers its questions. */
async function run(programs: readonly string[], env: NodeJS.ProcessEnv): Promise<Answer[]> {
  const here = import.meta.dirname;
  const args = [
    "--max-semi-space-size=128",
    "--no-warnings",
    "--import",
    join(here, "one-engine.mjs"),
    join(here, "mocks.mjs"),
    ...programs,
  ];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const answers: Answer[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith("~graph")) answers.push(JSON.parse(line.slice("~graph".length)) as Answer);
  if (answers.length === 0) throw new Error(`The stage cannot be made:\n${errors}`);
  return answers;
}
