import { definePublisher } from "./descriptor/publisher.ts";

export const socialPublisher = definePublisher({
  name: "social-publisher",
  label: "Social publisher",
  description:
    "Posts approved social posts to the client's accounts at their time, once, and looks whether they can be read.",
  queue: "publish__social",
  minPlan: "pro",
  concurrency: 8,
  timeoutMs: 120_000,
});
