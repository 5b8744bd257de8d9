import { z } from "zod";

/** Everything that is simulated. A provider's paths are below `/<name>`. */
export const Provider = z.enum([
  "openai",
  "anthropic",
  "google",
  "ollama",
  "wordpress",
  "webflow",
  "meta",
  "linkedin",
  "business-profile",
  "google-ads",
  "analytics",
  "search-console",
  "sendgrid",
  "resend",
  "twilio",
  "msg91",
  "whatsapp",
  "telegram",
  "expo",
  "razorpay",
  "stripe",
  "hubspot",
  "github",
  "oauth",
  "brave",
  "runway",
  "runway-second",
]);
export type Provider = z.infer<typeof Provider>;

/** Those that answer in words, so that a reply can be queued for them. */
export const modelProviders: readonly Provider[] = ["openai", "anthropic", "google", "ollama"];
