import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { admin } from "./admin.ts";
import { analyticsSimulator } from "./analytics.ts";
import { anthropicSimulator } from "./anthropic.ts";
import { braveSimulator } from "./brave.ts";
import { businessProfileSimulator } from "./business-profile.ts";
import { type Control, createControl } from "./control.ts";
import { expoSimulator } from "./expo.ts";
import { githubSimulator } from "./github.ts";
import { googleSimulator } from "./google.ts";
import { googleAdsSimulator } from "./google-ads.ts";
import { hubspotSimulator } from "./hubspot.ts";
import { linkedinSimulator } from "./linkedin.ts";
import { metaSimulator } from "./meta.ts";
import { msg91Simulator } from "./msg91.ts";
import { oauthSimulator } from "./oauth.ts";
import { ollamaSimulator } from "./ollama.ts";
import { openaiSimulator } from "./openai.ts";
import { razorpaySimulator } from "./razorpay.ts";
import { resendSimulator } from "./resend.ts";
import { runwaySimulator } from "./runway.ts";
import { searchConsoleSimulator } from "./search-console.ts";
import { sendgridSimulator } from "./sendgrid.ts";
import { stripeSimulator } from "./stripe.ts";
import { telegramSimulator } from "./telegram.ts";
import { families } from "./tokens.ts";
import { twilioSimulator } from "./twilio.ts";
import { webflowSimulator } from "./webflow.ts";
import { whatsappSimulator } from "./whatsapp.ts";
import { wordpressSimulator } from "./wordpress.ts";
import { wordpressPages } from "./wordpress-pages.ts";
import { openWordpressStore, type WordpressStore, wordpressPassword } from "./wordpress-store.ts";

export interface Simulators {
  url: string;
  /** Application password of the user `leadmetrics` on every WordPress site. */
  wordpressPassword: string;
  stop(): Promise<void>;
}

/**
 * Starts the stand-ins for the outside world on 127.0.0.1: each provider below its name, and the page that steers them at `/`.
 * Port 0 takes a free one. What was posted, sent or paid outlives a kill.
 */
export async function startSimulators({
  port,
  dataDir,
  sites = [],
}: {
  port: number;
  dataDir: string;
  /** Addresses of the sites that the search engine knows. */
  sites?: readonly string[];
}): Promise<Simulators> {
  const control = createControl();
  const store = openWordpressStore(dataDir);
  const password = wordpressPassword(dataDir);
  const server = await listen(routes(control, store, password, dataDir, sites), port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wordpressPassword: password,
    stop: () =>
      new Promise((resolve) => {
        control.stopped.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function routes(
  control: Control,
  store: WordpressStore,
  password: string,
  dataDir: string,
  sites: readonly string[],
): Hono {
  const app = new Hono();
  app.route("/openai/v1", openaiSimulator(control));
  app.route("/anthropic/v1", anthropicSimulator(control));
  app.route("/google/v1beta", googleSimulator(control));
  app.route("/ollama/api", ollamaSimulator(control));
  app.route("/brave/res/v1", braveSimulator(control, sites));
  app.route("/runway/v1", runwaySimulator(control, "runway"));
  app.route("/runway-second/v1", runwaySimulator(control, "runway-second"));
  app.route("/wordpress", wordpressSimulator(control, store, password));
  app.route("/wordpress", wordpressPages(store));
  app.route("/webflow", webflowSimulator(control, dataDir));
  app.route("/meta", metaSimulator(control, dataDir));
  app.route("/linkedin", linkedinSimulator(control, dataDir));
  app.route("/business-profile", businessProfileSimulator(control, dataDir));
  app.route("/google-ads", googleAdsSimulator(control, dataDir));
  app.route("/analytics", analyticsSimulator(control, dataDir));
  app.route("/search-console", searchConsoleSimulator(control, dataDir));
  app.route("/sendgrid", sendgridSimulator(control, dataDir));
  app.route("/resend", resendSimulator(control, dataDir));
  app.route("/twilio", twilioSimulator(control, dataDir));
  app.route("/msg91", msg91Simulator(control, dataDir));
  app.route("/whatsapp", whatsappSimulator(control, dataDir));
  app.route("/telegram", telegramSimulator(control, dataDir));
  app.route("/expo", expoSimulator(control, dataDir));
  app.route("/razorpay", razorpaySimulator(control, dataDir));
  app.route("/stripe", stripeSimulator(control, dataDir));
  app.route("/github", githubSimulator(control, dataDir));
  app.route("/hubspot", hubspotSimulator(control, dataDir));
  for (const family of families) app.route(`/oauth/${family}`, oauthSimulator(control, family));
  app.route("/", admin(control, store));
  return app;
}

function listen(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, () => resolve(server)) as Server;
    server.once("error", reject);
  });
}

if (import.meta.main) {
  const simulators = await startSimulators({
    port: Number(process.env["PORT"] ?? 0),
    dataDir: process.env["DATA_DIR"] ?? ".data/simulators",
    sites: (process.env["SEARCHED_SITES"] ?? process.env["SITE_URL"] ?? "").split(",").filter((site) => site !== ""),
  });
  process.stdout.write(`ready ${simulators.url}\n`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      simulators.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
