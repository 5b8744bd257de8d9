import { illustrate } from "#core/blog/illustrate.ts";
import { perform } from "#core/run/perform.ts";
import { draw } from "#core/social/draw.ts";
import { collect, film } from "#core/social/film.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/media.handler">({
  "agent__blog-image-generator": ({ runId }) => perform(runId, illustrate),
  "agent__social-post-designer": ({ runId }) => perform(runId, draw),
  "agent__social-video-designer": ({ runId }) => perform(runId, film),
  "agent__social-video-poller": ({ runId }) => perform(runId, collect),
});
