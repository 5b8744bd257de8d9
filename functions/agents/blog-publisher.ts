import { definePublisher } from "./descriptor/publisher.ts";

export const blogPublisher = definePublisher({
  name: "blog-publisher",
  label: "Blog publisher",
  description: "Sends approved posts to the client's site, once, and looks whether they are there.",
  queue: "publish__blog",
  minPlan: "free",
  concurrency: 4,
  timeoutMs: 60_000,
});
