import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { root } from "#localstack/paths.ts";
import { platformDir } from "#localstack/sst-platform.ts";
import type { Graph } from "./graph.ts";

/** A piece of text of one file that is another for once. */
export interface Change {
  file: string;
  from: string;
  to: string;
}

let made = 0;

/** What the configuration says of the app, before anything is made. */
export async function appOf(
  stage: string,
  env: Record<string, string>,
  changes: readonly Change[],
): Promise<Graph["app"]> {
  const outfile = join(root, `.sst/synth/app-${process.pid}-${++made}.mjs`);
  const stacks = ["./stacks/index.ts", "./stacks/local.ts"];
  const plugins = [changing(changes.filter(({ file }) => appFiles.includes(file)))];
  const common = { bundle: true, format: "esm", platform: "node", logLevel: "silent" } as const;
  await build({ ...common, entryPoints: [join(root, "sst.config.ts")], external: stacks, plugins, outfile });
  Object.assign(globalThis, { $config: (config: unknown) => config });
  const before = process.env;
  process.env = { ...before, ...env };
  try {
    const { default: config } = (await import(outfile)) as {
      default: { app(input: { stage: string }): Promise<Graph["app"]> };
    };
    return await config.app({ stage });
  } finally {
    process.env = before;
    rmSync(outfile, { force: true });
  }
}

const appFiles = ["sst.config.ts", "stacks/stage.ts"];

/** Reads the project's files with something in front and with changes made, each exactly once. */
function changing(changes: readonly Change[], front = ""): Plugin {
  return {
    name: "changes",
    setup(bundler) {
      const left = new Set(changes);
      bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path.startsWith(join(root, ".sst"))) return undefined;
        let text = readFileSync(path, "utf8");
        for (const change of changes.filter(({ file }) => join(root, file) === path)) {
          if (text.split(change.from).length !== 2)
            throw new Error(`${change.file} does not hold the text once: ${change.from}`);
          text = text.replace(change.from, () => change.to);
          left.delete(change);
        }
        return { contents: front + text, loader: "ts" };
      });
      bundler.onEnd(() => {
        const [unused] = left;
        if (unused) throw new Error(`${unused.file} is not part of the stage, so nothing was changed in it.`);
      });
    },
  };
}

interface Program {
  app: Graph["app"] & { stage: string };
  dev: boolean;
  changes: readonly Change[];
}

/** The same steps as SST's command line: its globals in front of each file, its helpers injected, what is known put in. */
export async function bundle(outfile: string, { app, dev, changes }: Program): Promise<void> {
  const lock = JSON.parse(readFileSync(join(root, ".sst/provider-lock.json"), "utf8")) as {
    alias: string;
    package: string;
  }[];
  const globals = [
    ...lock.map(({ alias, package: name }) => `import * as ${alias} from "${name}";`),
    `import * as sst from "${join(platformDir, "src/components")}";`,
  ].join("\n");
  const paths = { home: join(root, ".sst"), root, work: join(root, ".sst"), platform: platformDir };
  const cli = { command: "deploy", dev, paths, state: { version: {} } };
  await build({
    stdin: {
      contents: [
        `import { run } from "${join(platformDir, "src/auto/run.ts")}";`,
        `import config from "./sst.config.ts";`,
        "export default () => run(config.run);",
      ].join("\n"),
      resolveDir: root,
      loader: "js",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    nodePaths: [join(platformDir, "node_modules")],
    external: ["@pulumi/*", "undici", "@pulumiverse/*", "@aws-sdk/*", "esbuild", "archiver", "glob", "vite"],
    banner: {
      js: `import { createRequire as requireFrom } from "node:module"; import { dirname as folderOf } from "node:path"; const require = requireFrom(import.meta.url); const __filename = import.meta.filename, __dirname = import.meta.dirname;`,
    },
    define: { $app: JSON.stringify(app), $cli: JSON.stringify(cli), $dev: String(dev) },
    inject: [join(platformDir, "src/shim/run.js")],
    plugins: [changing(changes, `${globals}\n`)],
    outfile,
    logLevel: "silent",
  });
}
