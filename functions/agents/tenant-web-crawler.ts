import * as Crawl from "#core/crawl/agent.ts";
import { CrawlInput, CrawlOutput } from "#schema/crawl-agent.ts";
import { defineCodeAgent } from "./descriptor/index.ts";

export const tenantWebCrawler = defineCodeAgent<CrawlInput, CrawlOutput>({
  name: "tenant-web-crawler",
  label: "Website crawler",
  description:
    "Reads the client's own website: its pages and documents for the knowledge base, its colours, fonts and logo.",
  group: "setup",
  worker: "crawl",
  minPlan: "free",
  creditRateKey: null,
  concurrency: 2,
  timeoutMs: 900_000,
  sliceMs: 12 * 60_000,
  input: CrawlInput,
  output: CrawlOutput,
  load: Crawl.load,
  store: Crawl.store,
  giveUp: Crawl.giveUp,
});
