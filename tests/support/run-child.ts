import { execute } from "#core/run/execute.ts";
import { as, machine } from "./tenant.ts";

// Works on one run of a tenant in a process of its own, for tests that kill it.
const [tenantId = "", runId = ""] = process.argv.slice(2);
await as(machine(tenantId), () => execute(runId));
