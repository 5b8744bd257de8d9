import { crawl } from "#core/crawl/work.ts";
import { perform } from "#core/run/perform.ts";
import { provide } from "#platform/actor.ts";

// Works on a run of a tenant until it is killed: `child.ts <tenant> <run>`.
const [tenantId = "", runId = ""] = process.argv.slice(2);
const actor = { kind: "system", tenantId, name: "test" } as const;
await provide(actor, { door: "test", requestId: "req_child" }, () => perform(runId, crawl));
