import { describe, expect, test } from "vitest";
import { openEmbedder } from "#platform/model/embed.ts";
import { simulatedWorld } from "#tests/localstack/providers/world.ts";
import { ofPlatform } from "#tests/support/models.ts";

const world = simulatedWorld();
const offline = openEmbedder({ adapter: "offline", model: "hash-1", dimensions: 384 });

describe("offline", () => {
  test("vectors have the wanted length, size 1, and are the same every time", async () => {
    const texts = ["Oak dining tables for small kitchens", "Solaranlage auf dem Dach", "税金の申告"];
    const [first, second] = [
      await offline.embed(texts),
      await openEmbedder({ adapter: "offline", model: "hash-1", dimensions: 384 }).embed(texts),
    ];
    expect(first).toEqual(second);
    for (const vector of first) {
      expect(vector).toHaveLength(384);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
    }
  });

  test.each([
    ["How do I pick a dining table made of oak?", "Choosing oak dining tables", "Deadlines for quarterly tax filing"],
    ["installing solar panels", "Solar panel installation cost", "Our panel of authors installs nothing"],
    ["refund policy", "Refunds: our policy in plain words", "Privacy notice and cookies"],
    ["bookkeeping for freelancers", "A freelancer's guide to bookkeepers", "Free delivery of books"],
  ])("%s is nearer to: %s", async (query, near, far) => {
    const [q = [], n = [], f = []] = await offline.embed([query, near, far]);
    expect(similarity(q, n)).toBeGreaterThan(similarity(q, f) + 0.05);
  });

  test("word order and letter case matter little, accents not at all", async () => {
    const [a = [], b = [], c = [], d = []] = await offline.embed([
      "Café chairs in walnut",
      "WALNUT CAFE CHAIRS",
      "café",
      "cafe",
    ]);
    expect(similarity(a, b)).toBeGreaterThan(0.7);
    expect(similarity(c, d)).toBeCloseTo(1, 10);
  });

  test("a text without words is all zeros and stays comparable", async () => {
    expect((await offline.embed([" … "]))[0]?.every((value) => value === 0)).toBe(true);
  });

  test("a stopped call ends", async () => {
    await expect(offline.embed(["text"], AbortSignal.abort())).rejects.toMatchObject({ code: "aborted" });
  });

  test("it stays on the machine and is named by its model", () => {
    expect(offline).toMatchObject({ local: true, name: "offline/hash-1", dimensions: 384 });
  });
});

describe.each([
  ["openai", "/openai/v1", "text-embedding-3-small"],
  ["ollama", "/ollama", "nomic-embed-text"],
] as const)("%s", (adapter, path, model) => {
  const open = (dimensions = 384) =>
    openEmbedder({ adapter, model, dimensions, baseUrl: world.url + path, apiKey: "key" });

  test("gives one unit vector per text, in order", async () => {
    const [a = [], b = [], c = []] = await ofPlatform(() => open().embed(["oak tables", "tax filing", "oak table"]));
    expect(Math.hypot(...a)).toBeCloseTo(1, 6);
    expect(similarity(a, c)).toBeGreaterThan(similarity(a, b));
  });

  test("a rate limit is reported, not retried", async () => {
    await world.fault({ provider: adapter, kind: "rate_limit", retryAfterS: 2 });
    await expect(ofPlatform(() => open().embed(["text"]))).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 2000,
    });
    expect(await world.calls(adapter)).toHaveLength(1);
  });
});

test("a model of another width is refused instead of stored", async () => {
  const wrong = openEmbedder({ adapter: "ollama", model: "nomic", dimensions: 100, baseUrl: `${world.url}/ollama` });
  await expect(ofPlatform(() => wrong.embed(["text"]))).rejects.toMatchObject({ code: "bad_request" });
});

function similarity(a: number[], b: number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
