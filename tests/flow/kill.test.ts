import { afterAll, beforeAll, expect, test } from "vitest";
import { line } from "#localstack/terminal.ts";
import { Live } from "#tests/demo/live.ts";
import type { Ended } from "#tests/demo/load.ts";
import { type Cast, castOf, hasPeople, signInAgency } from "#tests/demo/people.ts";
import { checkLoadInStores } from "#tests/demo/promises/load.ts";
import { Report } from "#tests/demo/report.ts";
import { loadSettings, type Settings } from "#tests/demo/settings.ts";
import { checkSequence } from "#tests/demo/steps/stream.ts";
import { startTestCloud, type TestCloud } from "#tests/support/cloud.ts";
import { type Product, startProduct } from "#tests/support/product.ts";
import { seededRandom, startChaos } from "./chaos.ts";
import { walkPersistently } from "./persistent.ts";

// KILL_REQUESTS makes it longer (50 by hand), KILL_SEED repeats the moments of a run.
const requests = Number(process.env["KILL_REQUESTS"] ?? 12);
const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
const killsMax = Math.max(4, Math.ceil(requests / 5));
const together = 6;

let cloud: TestCloud;
let product: Product;
let settings: Settings;
let casts: Cast[];
const streams = new Map<string, Live>();

beforeAll(async () => {
  cloud = await startTestCloud();
  product = await startProduct(cloud, { loadTenants: 1 });
  settings = loadSettings({ ...process.env, ...cloud.env, API_URL: product.url });
  const agency = await signInAgency(settings.apiUrl, settings.password);
  const clients = agency.clients.filter(({ slug }) => hasPeople(slug));
  casts = await Promise.all(clients.map((client) => castOf(agency, client, settings)));
  for (const cast of casts) {
    const live = new Live(cast.reviewer, cast.tenantId);
    await live.open();
    streams.set(cast.tenantId, live);
  }
});
afterAll(async () => {
  for (const live of streams.values()) live.close();
  await product?.stop();
  await cloud?.stop();
});

test(
  "whoever is killed and when: every request ends published exactly once, and all books balance",
  async () => {
    const startedMs = Date.now();
    const chaos = startChaos(product, { random: seededRandom(seed), killsMax });
    const ended: Ended[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < requests; index = next++) {
        const cast = casts[index % casts.length];
        const live = cast && streams.get(cast.tenantId);
        if (cast && live) ended.push(await walkPersistently(cast, live, Math.floor(index / casts.length)));
      }
    };
    try {
      await Promise.all(Array.from({ length: together }, worker));
    } finally {
      const killed = await chaos.stop();
      const took = Math.round((Date.now() - startedMs) / 1_000);
      line(`seed ${seed}: ${ended.length} of ${requests} published in ${took} s, killed ${killed.join(", ")}`);
    }

    expect(ended).toHaveLength(requests);
    expect(new Set(ended.map(({ post }) => post.publishedUrl)).size).toBe(requests);
    const report = new Report({ quiet: true });
    await checkLoadInStores({ settings, report, startedMs }, casts, ended, streams);
    expect(report.broken).toEqual([]);
    for (const live of streams.values()) checkSequence(live.frames, live.resets);
  },
  20 * 60_000,
);
