import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stop } from "esbuild";
import { deployedFunctions } from "#schema/functions.ts";
import { services } from "#schema/services.ts";
import { type Bundle, bundlesOf } from "./host/bundle.ts";
import { root } from "./paths.ts";

/** Makes the bundles that are deployed and puts them in `dist/functions`: a folder for each function, and in `bundles.json` what is in them. */
const functions = deployedFunctions();
const entries = Object.values(services).map(({ entry }) => entry.replace(/ts$/, "handler"));
const bundles = await bundlesOf([...new Set(functions.map(({ path }) => path)), ...entries]);
await stop();
const home = join(root, "dist/functions");
rmSync(home, { recursive: true, force: true });
const copies = functions.flatMap(({ name, path }): [string, Bundle][] => {
  const bundle = bundles.get(path);
  if (!bundle) return [];
  const dir = join(home, name);
  mkdirSync(dir, { recursive: true });
  cpSync(join(bundle.dir, "index.mjs"), join(dir, "index.mjs"));
  return [[name, { ...bundle, dir }]];
});
const all = { paths: Object.fromEntries(bundles), functions: Object.fromEntries(copies) };
writeFileSync(join(home, "bundles.json"), JSON.stringify(all));
