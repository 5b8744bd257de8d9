import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { admin } from "./admin.ts";
import { anthropicSimulator } from "./anthropic.ts";
import { createControl } from "./control.ts";
import { googleSimulator } from "./google.ts";
import { ollamaSimulator } from "./ollama.ts";
import { openaiSimulator } from "./openai.ts";
import { wordpressSimulator } from "./wordpress.ts";
import { wordpressPages } from "./wordpress-pages.ts";
import { openWordpressStore, wordpressPassword } from "./wordpress-store.ts";

export { sites as wordpressSites, wordpressPassword, wordpressUser } from "./wordpress-store.ts";

export interface Simulators {
  url: string;
  /** Application password of the user `leadmetrics` on every WordPress site. */
  wordpressPassword: string;
  stop(): Promise<void>;
}

/**
 * Starts the stand-ins for the outside world on 127.0.0.1: `/openai/v1`, `/anthropic/v1`, `/google/v1beta`, `/ollama/api`,
 * `/wordpress/<site>`, and the page that steers them at `/`. Port 0 takes a free one. WordPress posts outlive a kill.
 */
export async function startSimulators({ port, dataDir }: { port: number; dataDir: string }): Promise<Simulators> {
  const control = createControl();
  const store = openWordpressStore(dataDir);
  const password = wordpressPassword(dataDir);
  const app = new Hono();
  app.route("/openai/v1", openaiSimulator(control));
  app.route("/anthropic/v1", anthropicSimulator(control));
  app.route("/google/v1beta", googleSimulator(control));
  app.route("/ollama/api", ollamaSimulator(control));
  app.route("/wordpress", wordpressSimulator(control, store, password));
  app.route("/wordpress", wordpressPages(store));
  app.route("/", admin(control, store));
  const server = await listen(app, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wordpressPassword: password,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
