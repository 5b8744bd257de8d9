import { crawl } from "#core/crawl/work.ts";
import { perform } from "#core/run/perform.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/crawl.handler">({
  "agent__tenant-web-crawler": ({ runId }) => perform(runId, crawl),
});
