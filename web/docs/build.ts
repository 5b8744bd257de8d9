import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { docsSite } from "./site.ts";

// `npm run docs:build`: the documentation as a static site, in dist/docs.
const root = dirname(dirname(import.meta.dirname));
const out = join(root, "dist/docs");
const files = docsSite(root);
rmSync(out, { recursive: true, force: true });
for (const [path, content] of files) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}
process.stdout.write(`${files.size} files in ${out}\n`);
