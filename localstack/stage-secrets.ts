import { linkName } from "#schema/link.ts";
import { secretNames } from "#stacks/secret-names.ts";
import { policyOf } from "#stacks/stage.ts";
import { freshSecrets } from "./secrets.ts";
import { fail, line } from "./terminal.ts";

// `npm run --silent deploy:secrets -- <stage> > file`: the first secrets of a stage, as `sst secret load file --stage <stage>` takes them.
// What a store's maker gives is left to be filled in. The file is for that one command.
try {
  const stage = process.argv[2] ?? "";
  const fresh: Record<string, string> = freshSecrets(stage);
  const { stores } = policyOf(stage);
  for (const name of secretNames(stores)) {
    const isTheirs = stores === "managed" && /^(TYPESENSE|QDRANT)/.test(name);
    const value = isTheirs ? undefined : fresh[name];
    line(value === undefined ? `# ${linkName(name)}=` : `${linkName(name)}='${value}'`);
  }
} catch (error) {
  fail((error as Error).message);
  process.exitCode = 1;
}
