import { definePublisher } from "./descriptor/publisher.ts";

export const adsPublisher = definePublisher({
  name: "ads-publisher",
  label: "Ads publisher",
  description: "Puts approved ad texts into the client's ad accounts, paused, and reads them back.",
  queue: "publish__ads",
  minPlan: "pro",
  concurrency: 2,
  timeoutMs: 120_000,
});
