import { strict as assert } from "node:assert";

/** One promise of a deployed system; `holds` throws what is wrong. */
export interface Check {
  name: string;
  holds(): Promise<void>;
}

/** How a check ended. */
export interface Verdict {
  name: string;
  tookMs: number;
  /** What is wrong; undefined: the promise holds. */
  broken?: string;
}

const waitMs = 20_000;
const tries = 3;

/** Makes all checks, several at once, and tells each verdict when it is known. A check that fails is made twice more: a start may be slow. */
export async function judge(checks: readonly Check[], tell: (verdict: Verdict) => void, atOnce = 4): Promise<boolean> {
  const waiting = [...checks];
  let isGood = checks.length > 0;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedMs = performance.now();
      const broken = await brokenAfter(check);
      isGood &&= broken === undefined;
      const tookMs = Math.round(performance.now() - startedMs);
      tell({ name: check.name, tookMs, ...(broken === undefined ? {} : { broken }) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return isGood;
}

async function brokenAfter({ holds }: Check): Promise<string | undefined> {
  let broken: string | undefined;
  for (let left = tries; left > 0; left--) {
    broken = await holds().then(
      () => undefined,
      (error: unknown) => wordsOf(error),
    );
    if (broken === undefined) return undefined;
  }
  return broken;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message.split("\n")[0] ?? ""}${cause}`;
}

/** Asks an address as anybody may; a redirect is an answer too. */
export function ask(url: URL, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(waitMs) });
}

/** @throws when the answer has another status */
export function expectStatus(answer: Response, status: number): void {
  assert.equal(answer.status, status, `${new URL(answer.url).pathname} answers ${answer.status} instead of ${status}`);
}

/** @throws with the sentence when it does not hold */
export function expectThat(holds: unknown, sentence: string): asserts holds {
  assert.ok(holds, sentence);
}
