import { sync } from "#core/crm/work.ts";
import { perform } from "#core/run/perform.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/crm.handler">({
  "agent__hubspot-sync": ({ runId }) => perform(runId, sync),
});
