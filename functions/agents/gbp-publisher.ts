import { definePublisher } from "./descriptor/publisher.ts";

export const gbpPublisher = definePublisher({
  name: "gbp-publisher",
  label: "Business Profile publisher",
  description: "Posts approved updates to the client's Google Business Profile and looks whether they are shown.",
  queue: "publish__gbp",
  minPlan: "free",
  concurrency: 4,
  timeoutMs: 60_000,
});
