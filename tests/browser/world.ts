import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { buildPortal, stalePortals } from "#localstack/build.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { root } from "#localstack/paths.ts";
import { productProcesses } from "#localstack/processes.ts";
import { runScript } from "#localstack/run-script.ts";
import { createSupervisor } from "#localstack/supervisor.ts";
import { line, task } from "#localstack/terminal.ts";
import type { Dataset, DatasetFile } from "#schema/dataset.ts";
import type { Page } from "#schema/page.ts";
import { portals } from "#schema/portals.ts";
import { Client } from "#tests/demo/client.ts";
import { ahead } from "#tests/support/ahead.ts";
import { startTestCloud, type TestCloud } from "#tests/support/cloud.ts";
import { startProduct } from "#tests/support/product.ts";
import { findChromium } from "./chromium.ts";
import { furnish, type Scene } from "./pages/scene.ts";
import { enrolSuperAdmin, type SuperAdmin } from "./super-admin.ts";

/** What a browser test knows of the running product. */
export interface World {
  dashboardUrl: string;
  dmUrl: string;
  manageUrl: string;
  inboxUrl: string;
  apiUrl: string;
  /** Password of everyone in the demo. */
  password: string;
  superAdmin: SuperAdmin;
  /** Work that was done already, for the screens to show. */
  scene: Scene;
  /** Path of the browser. */
  chromium: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Filled in by `ready.ts` before a test file is read. */
    world: World;
    worldFile: string;
  }
}

const uploaders = ["clara@harborpine.test", "dana@solvane.test"];
/** They are read beside all tests that need no browser, and what agents do waits in the same queues. */
const readWithinMs = 300_000;
/** Agents write slowly enough for a busy machine to show the text while it grows. */
const paceMs = "90";

/** Starts the whole product once for all test files, while tests run that need no browser. */
export function setup(project: TestProject): () => Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  const { file, end } = ahead("world", () => makeWorld(ends));
  project.provide("world", {} as World);
  project.provide("worldFile", file);
  return async () => {
    await end();
    for (const stop of ends.toReversed()) await stop();
  };
}

/** The whole product with all portals and the demo's documents; `ends` stops what was started. */
async function makeWorld(ends: (() => Promise<void>)[]): Promise<World> {
  const chromium = await findChromium();
  const cloud = await startTestCloud();
  cloud.env["OFFLINE_PACE_MS"] = paceMs;
  ends.push(cloud.stop);
  const product = await startProduct(cloud);
  ends.push(() => tellErrors(cloud), product.stop);
  const place = (name: string) => cloud.env[name] ?? "";
  const password = place("DEMO_PASSWORD");
  const work = async (): Promise<Scene> => {
    await plantDocuments(cloud, product.url);
    return furnish(product.url, password);
  };
  const [, scene] = await Promise.all([startPortals(cloud).then((stop) => ends.push(stop)), work()]);
  return {
    dashboardUrl: place("DASHBOARD_URL"),
    dmUrl: place("DM_URL"),
    manageUrl: place("MANAGE_URL"),
    inboxUrl: place("INBOX_URL"),
    apiUrl: product.url,
    password,
    superAdmin: await enrolSuperAdmin(product.url, place("MANAGE_URL"), password),
    scene,
    chromium,
  };
}

/** What the product itself logged as an error stands behind an answer of 500 that a screen got: it is shown at the end. */
async function tellErrors({ dataDir }: TestCloud): Promise<void> {
  const log = await readFile(join(dataDir, "log/functions.log"), "utf8");
  const errors = log.split("\n").filter((one) => one.includes("request failed"));
  for (const one of errors.slice(0, 20)) line(one);
}

async function startPortals({ env, ports, dataDir }: TestCloud): Promise<() => Promise<void>> {
  const logDir = join(dataDir, "log");
  const stale = stalePortals();
  for (const portal of portals.filter((name) => stale.includes(name))) {
    const shown = task(`Building ${portal}`);
    await buildPortal(portal, { env, logDir, progress: shown.update }).finally(shown.drop);
  }
  const supervisor = createSupervisor({ logDir, report: () => undefined });
  await supervisor.start(productProcesses({ dataDir, ports, env, dev: false, given: {} }).portals);
  return supervisor.stop;
}

/** Uploads the documents the way people do and waits until agents can use all of them. */
async function plantDocuments({ env, dataDir }: TestCloud, apiUrl: string): Promise<void> {
  const command = nodeCommand(join(root, "localstack/demo/upload.ts"), { ...env, DATA_DIR: join(dataDir, "site") });
  await runScript({ name: "documents", logDir: join(dataDir, "log"), command });
  const deadline = Date.now() + readWithinMs;
  for (const email of uploaders) {
    const client = await Client.signIn(apiUrl, { email, password: env["DEMO_PASSWORD"] ?? "", app: "dashboard" });
    const { items: datasets } = await client.get<{ items: Dataset[] }>("/tenant/v1/datasets");
    const dataset = datasets.find(({ kind }) => kind === "client_documents");
    while (!(await isRead(client, dataset?.id ?? ""))) {
      if (Date.now() > deadline) throw new Error(`The documents of ${email} were not read in time.`);
      await pause(250);
    }
  }
}

async function isRead(client: Client, datasetId: string): Promise<boolean> {
  const { items } = await client.get<Page<DatasetFile>>(`/tenant/v1/datasets/${datasetId}/files?limit=100`);
  return items.length > 0 && items.every(({ status }) => status === "ready" || status === "failed");
}
