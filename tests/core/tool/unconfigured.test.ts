import { expect, test } from "vitest";
import { tools } from "#core/tool/index.ts";

test("without a search engine the tool says so instead of finding nothing", async () => {
  delete process.env["WEB_SEARCH_KEY"];
  const scene = { signal: new AbortController().signal } as never;
  await expect(
    tools.get("web_search")?.methods["search"]?.call({ query: "oak", count: 5 }, scene),
  ).rejects.toMatchObject({
    code: "not_configured",
    message: expect.stringContaining("WEB_SEARCH_KEY"),
  });
});
