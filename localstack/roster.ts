import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentDescriptor } from "#agents/descriptor/index.ts";
import type { RosterEntry } from "#schema/agent.ts";
import { creditRates } from "#schema/plans.ts";
import { root } from "./paths.ts";
import { fail, line } from "./terminal.ts";

const folder = join(root, "functions/agents");
const targets = {
  index: join(folder, "index.ts"),
  roster: join(root, "schema/roster.ts"),
  page: join(root, "docs/agents/roster.md"),
};

interface Found {
  name: string;
  /** What the file calls its descriptor. */
  variable: string;
  descriptor: AgentDescriptor;
}

/** Reads the descriptors: each file of the folder is one agent of the same name. */
async function read(): Promise<Found[]> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -3))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const exported = (await import(join(folder, `${name}.ts`))) as Record<string, Partial<AgentDescriptor>>;
      const found = Object.entries(exported).find(([, value]) => value?.name === name && value.load);
      if (!found) throw new Error(`functions/agents/${name}.ts exports no descriptor named ${name}.`);
      return { name, variable: found[0], descriptor: found[1] as AgentDescriptor };
    }),
  );
}

function indexOf(found: readonly Found[]): string {
  return `// Made of the files of this folder by npm run agents:index.
import type { AgentName } from "#schema/agent.ts";
${found.map(({ name, variable }) => `import { ${variable} } from "./${name}.ts";`).join("\n")}
import type { AgentDescriptor } from "./descriptor/index.ts";

/** Every agent of the product. */
export const agents: Record<AgentName, AgentDescriptor> = {
${found.map(({ name, variable }) => `  ${JSON.stringify(name)}: ${variable},`).join("\n")}
};
`;
}

function rosterOf(found: readonly Found[]): string {
  const entries = found.map(({ name, descriptor }) => {
    const { label, description, group, tier, minPlan, creditRateKey, concurrency, timeoutMs } = descriptor;
    const { perMinute, worker } = descriptor;
    const { queue = `agent__${name}` } = descriptor;
    const rate = perMinute ? { perMinute } : {};
    const limits = { tier, minPlan, creditRateKey, concurrency, ...rate, timeoutMs, ...(worker ? { worker } : {}) };
    const entry: RosterEntry = { label, description, group, queue, ...limits };
    return `  ${JSON.stringify(name)}: ${JSON.stringify(entry)},`;
  });
  return `// Made of the descriptors in functions/agents by npm run agents:index.
import type { RosterEntry } from "./agent.ts";

/** What the catalogues of queues, functions and rows know of each agent. */
export const roster = {
${entries.join("\n")}
} as const satisfies Record<string, RosterEntry>;
`;
}

function pageOf(found: readonly Found[]): string {
  const rows = found.map(({ name, descriptor: { label, description, group, tier, minPlan, creditRateKey } }) => {
    const price = creditRateKey ? `${creditRates[creditRateKey] / 100}` : "-";
    return `| \`${name}\` | ${label} | ${description} | ${group} | ${tier} | ${minPlan} | ${price} |`;
  });
  return `# The roster

Every agent of the product, made of its descriptor in \`functions/agents/\` by \`npm run agents:index\`. Credits are those of one run.

| agent | called | what it does | group | tier | from plan | credits |
| --- | --- | --- | --- | --- | --- | ---: |
${rows.join("\n")}
`;
}

async function formatted(path: string, text: string): Promise<string> {
  const biome = join(root, "node_modules/.bin/biome");
  return new Promise((resolve, reject) => {
    const child = execFile(biome, ["check", "--write", `--stdin-file-path=${path}`], { cwd: root }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(text);
  });
}

const found = await read();
const made = {
  index: await formatted(targets.index, indexOf(found)),
  roster: await formatted(targets.roster, rosterOf(found)),
  page: await formatted(targets.page, pageOf(found)),
};
const stale = (["index", "roster", "page"] as const).filter(
  (file) => readFileSync(targets[file], "utf8") !== made[file],
);
if (!process.argv.includes("--check")) {
  for (const file of stale) writeFileSync(targets[file], made[file]);
  line(`${found.length} agents.`);
} else if (stale.length > 0) {
  fail("The roster does not fit the descriptors. Run npm run agents:index.");
  process.exitCode = 1;
}
