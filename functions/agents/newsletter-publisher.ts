import { definePublisher } from "./descriptor/publisher.ts";

export const newsletterPublisher = definePublisher({
  name: "newsletter-publisher",
  label: "Newsletter publisher",
  description: "Sends approved e-mail to each recipient, once, without those who do not want it.",
  queue: "publish__newsletter",
  minPlan: "pro",
  concurrency: 4,
  timeoutMs: 600_000,
});
