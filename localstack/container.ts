import { cpSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { services } from "#schema/services.ts";
import { options } from "./host/bundle.ts";
import { root } from "./paths.ts";
import { line } from "./terminal.ts";

// `node localstack/container.ts <service> <folder>`: what the image of a service holds, under the paths of the repository. The
// Dockerfiles run it in their first stage.

const [name, folder, ...rest] = process.argv.slice(2);
const service = Object.entries(services).find(([known]) => known === name)?.[1];
if (!service || !folder || rest.length > 0)
  throw new Error(`Usage: node localstack/container.ts ${Object.keys(services).join(" | ")} <folder>`);

const outfile = join(folder, service.entry.replace(/\.ts$/, ".mjs"));
// The maps name the sources, so that a stack trace does; their text stays in the repository.
const maps = { sourcemap: "linked", sourcesContent: false } as const;
await build({ ...options, ...maps, absWorkingDir: root, entryPoints: [service.entry], outfile, logLevel: "error" });
if (name === "release") {
  const { catalogue } = await import("./seed/catalogue.ts");
  writeFileSync(join(dirname(outfile), "catalogue.json"), JSON.stringify(catalogue()));
}
for (const path of service.files) cpSync(join(root, path), join(folder, path), { recursive: true });
line(`${outfile}: ${Math.round(statSync(outfile).size / 1_024)} KB`);
