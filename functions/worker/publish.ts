import * as Publish from "#core/publish/index.ts";
import { handle } from "./door.ts";

const steps = { post: Publish.send, check: Publish.check, look_up: Publish.lookUp };

export const handler = handle<"functions/worker/publish.handler">({
  publish__blog: ({ attemptId, step }) => steps[step](attemptId),
});
