import { ask, type Check, expectStatus, expectThat } from "./check.ts";

/** What the site of the documentation promises. */
export function docsChecks(url: string): Check[] {
  return [{ name: "docs: the first page is there and links to others", holds: () => hasPages(url) }];
}

/** What the gateway of live events promises before anybody is connected. */
export function gatewayChecks(url: string): Check[] {
  const holds = async () => expectStatus(await ask(new URL("/healthz", url)), 200);
  return [{ name: "live: the gateway answers", holds }];
}

/** What the address of a function promises: it answers to the router alone. */
export function refusedChecks(url: string): Check[] {
  return [{ name: "a function's own address refuses who goes around the router", holds: () => isRefused(url) }];
}

async function hasPages(url: string): Promise<void> {
  const answer = await ask(new URL(url));
  expectStatus(answer, 200);
  const href = /<nav\b[\s\S]*?href="([^"#]+\.html)"/.exec(await answer.text())?.[1];
  expectThat(href, "the first page has no navigation");
  expectStatus(await ask(new URL(href, url)), 200);
}

async function isRefused(url: string): Promise<void> {
  expectStatus(await ask(new URL(url)), 403);
}
