import { perform } from "#core/run/perform.ts";
import { ask } from "#core/visibility/ask.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/visibility.handler">({
  "agent__ai-visibility-monitor": ({ runId }) => perform(runId, ask),
});
