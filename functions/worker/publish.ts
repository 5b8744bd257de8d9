import { sendTest } from "#core/newsletter/test-mail.ts";
import * as Publish from "#core/publish/index.ts";
import type { Payload } from "#schema/queues.ts";
import { handle } from "./door.ts";

const steps = { post: Publish.send, check: Publish.check, look_up: Publish.lookUp };
const work = ({ attemptId, step }: Payload<"publish__blog">): Promise<void> => steps[step](attemptId);

export const handler = handle<"functions/worker/publish.handler">({
  publish__blog: work,
  publish__social: work,
  publish__gbp: work,
  publish__newsletter: (job) => (job.step === "test" ? sendTest(job.newsletterId, job.userId) : work(job)),
  publish__ads: work,
});
