import type { Portal } from "#schema/portals.ts";
import { ask, type Check, expectStatus, expectThat } from "./check.ts";

/** What a portal's pages promise: the sign-in page with a policy of its own and what it needs to run. */
export function pageChecks(portal: Portal, url: string): Check[] {
  return [
    { name: `${portal}: the sign-in page runs its own scripts only`, holds: () => hasPolicy(url) },
    { name: `${portal}: no two pages share a nonce`, holds: () => hasFreshNonce(url) },
    { name: `${portal}: scripts and styles are there`, holds: () => hasAssets(url) },
  ];
}

/** What a portal promises beside its pages: the API behind it, for nobody without a sign-in. */
export function doorChecks(portal: Portal, url: string): Check[] {
  return [{ name: `${portal}: its API answers and lets no stranger in`, holds: () => reachesApi(url) }];
}

const nonceIn = (answer: Response): string | undefined =>
  /script-src [^;]*'nonce-(\w+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];

async function hasPolicy(url: string): Promise<void> {
  const answer = await ask(new URL("/login", url));
  expectStatus(answer, 200);
  const nonce = nonceIn(answer);
  expectThat(nonce, "the page has no content security policy with a nonce");
  const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
  expectThat(scripts.length > 0, "the page has no scripts");
  expectThat(
    scripts.every((tag) => tag.includes(`nonce="${nonce}"`)),
    "a script of the page lacks the nonce of its policy",
  );
  expectThat(answer.headers.get("x-frame-options") === "DENY", "the page may be framed");
  expectThat(answer.headers.get("x-content-type-options") === "nosniff", "browsers may guess what the page is");
}

async function hasFreshNonce(url: string): Promise<void> {
  const [one, other] = await Promise.all([ask(new URL("/login", url)), ask(new URL("/login", url))]);
  const nonces = [nonceIn(one), nonceIn(other)];
  expectThat(nonces[0] && nonces[0] !== nonces[1], "two answers have the same nonce: pages come from a cache");
}

async function hasAssets(url: string): Promise<void> {
  const page = await (await ask(new URL("/login", url))).text();
  for (const [kind, type] of [
    ["js", "javascript"],
    ["css", "css"],
  ] as const) {
    const path = new RegExp(`/_next/static/[^"'\\s]+\\.${kind}`).exec(page)?.[0];
    expectThat(path, `the page names no .${kind} file`);
    const answer = await ask(new URL(path, url));
    expectStatus(answer, 200);
    expectThat(answer.headers.get("content-type")?.includes(type), `${path} is not ${type}`);
  }
}

async function reachesApi(url: string): Promise<void> {
  expectStatus(await ask(new URL("/api/auth/v1/readyz", url)), 200);
  expectStatus(await ask(new URL("/api/auth/v1/me", url)), 401);
}
