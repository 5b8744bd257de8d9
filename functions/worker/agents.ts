import { execute } from "#core/run/execute.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/agents.handler">({
  "agent__content-brief-writer": ({ runId }) => execute(runId),
  "agent__blog-writer": ({ runId }) => execute(runId),
  "agent__content-critic": ({ runId }) => execute(runId),
});
