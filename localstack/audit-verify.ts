import { verifyAll } from "#core/audit/chain.ts";
import { close as closeAudit } from "#platform/audit.ts";
import { close as closeDatabase } from "#platform/db.ts";
import { explain } from "./explain.ts";
import { fail, line } from "./terminal.ts";

try {
  const results = await verifyAll();
  for (const { chain, ok, checkedTo, reason } of results) {
    const entries = `${checkedTo} ${checkedTo === 1 ? "entry" : "entries"} checked`;
    if (ok) line(`✓ ${chain}  ${entries}`);
    else fail(`${chain}  ${entries}, broken: ${reason}`);
  }
  const broken = results.filter(({ ok }) => !ok).length;
  line(broken === 0 ? `All ${results.length} chains are whole.` : `${broken} of ${results.length} chains are broken.`);
  if (broken > 0) process.exitCode = 1;
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await Promise.all([closeAudit(), closeDatabase()]);
}
