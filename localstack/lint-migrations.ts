import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { breaches } from "./migration-rules.ts";
import { root } from "./paths.ts";
import { fail, line } from "./terminal.ts";

const folder = join(root, "schema/database/migrations");
const files = readdirSync(folder).sort();
const numberOf = (file: string) => file.slice(0, 4);
const problems = files.flatMap((file, index) => [
  ...(index > 0 && numberOf(file) === numberOf(files[index - 1] ?? "") ? [`${file}: its number is taken.`] : []),
  ...breaches(file, readFileSync(join(folder, file), "utf8")),
]);
for (const problem of problems) line(problem);
if (problems.length > 0)
  fail(`${problems.length} rules of migrations are broken; CONTRIBUTING.md says why they are there.`);
process.exitCode = problems.length > 0 ? 1 : 0;
