import { describe, expect, it } from "vitest";
import { contentCritic } from "#agents/content-critic.ts";
import { emailWriter } from "#agents/email-writer.ts";
import { checkSearchAd } from "#agents/google-ads-writer.ts";
import { orderAdapters } from "#core/agent/adapter.ts";
import { unfounded } from "#core/run/unfounded.ts";
import { validate } from "#core/run/validators.ts";
import type { Answer } from "#schema/agent.ts";
import { envelope } from "#tests/agents/corpus.ts";

const known =
  '{"price":"$9 a month","since":"five years","date":"2026-06-05"} We repair lamps since 1998. "A calm shop with honest people", says Ana.';

describe("what nothing carries", () => {
  it("is a number, an amount, a day, a superlative or a quote that stands nowhere", () => {
    const text =
      'Save 7 % now, from $4. Open since 1987, on June 11. We are the best repair shop and award-winning. "They saved my grandmother\'s lamp", says Rui.';
    expect(unfounded(text, known)).toEqual([
      "1987",
      "$4",
      "7 %",
      "June 11",
      "the best",
      "award-winning",
      "“They saved my grandmother's lamp…”",
    ]);
  });

  it("is nothing that is known, written in another way, nor a way of speaking", () => {
    const text =
      'From $9, five years of guarantee, 5 years in all, until June 5. Three tips, 2 of them new. The best way is to ask; at best it takes a day. "A calm shop with honest people". See "Open now".';
    expect(unfounded(text, known)).toEqual([]);
  });
});

describe("links", () => {
  const answer = (body: string, citations: Answer<unknown>["citations"] = []): Answer<{ body: string }> => ({
    data: { body },
    citations,
    warnings: [],
  });
  const rules = { ...contentCritic, output: { safeParse: () => ({ success: true }) }, text: () => "", check: () => [] };
  const given = envelope({
    domains: ["harbor.example"],
    chunks: [
      {
        chunkId: "dsc_1",
        fileName: "Prices | https://own.example/p",
        text: "See https://partner.example/",
        score: 1,
        trust: "own",
      },
      {
        chunkId: "dsc_2",
        fileName: "News | https://press.example/a",
        text: "See https://attacker.example/",
        score: 1,
        trust: "third_party",
      },
    ],
  });
  const left = (body: string, citations?: Answer<unknown>["citations"]) =>
    validate(rules as never, answer(body, citations), {}, given).answer.data as { body: string };

  it("lead to the client's own domains and to sources, and nowhere else", () => {
    expect(left("[a](https://shop.harbor.example/x)").body).toContain("https://shop.harbor.example/x");
    expect(left("[a](https://own.example/other)").body).toContain("own.example");
    expect(left("[a](https://evilharbor.example/x)").body).toBe("a");
    for (const inside of ["https://partner.example/", "https://attacker.example/"])
      expect(left(`[a](${inside})`, [{ claim: "It says so.", chunkId: "dsc_2" }]).body).toBe("a");
    expect(left("[a](https://press.example/a)").body).toBe("a");
    expect(left("[a](https://press.example/a)", [{ claim: "Somebody says so.", chunkId: "dsc_2" }]).body).toContain(
      "press.example",
    );
  });
});

describe("rules of writers", () => {
  it("holds a subject in capitals for shouting, and not for an acronym", () => {
    const subject = (subjectLine: string) =>
      emailWriter
        .check({ subjectLine, subjectVariants: [], sections: [] } as never, { links: [] } as never, envelope())
        .filter(({ passed }) => !passed).length;
    expect(subject("Your SEO report for Q3")).toBe(0);
    expect(subject("BUY a lamp")).toBe(1);
    expect(subject("It is ON sale")).toBe(1);
  });

  it("wants five headlines with a keyword as soon as one is short enough", () => {
    const headlines = Array.from({ length: 15 }, (_, at) => ({ text: `Headline number ${at}` }));
    const ad = { headlines, descriptions: [], paths: [], finalUrl: "https://lamps.example/" };
    const findings = checkSearchAd(ad as never, {
      targetKeywords: ["lamp repair", ...Array.from({ length: 4 }, (_, at) => `a keyword that is far too long ${at}`)],
      landingPageUrl: "https://lamps.example/",
    });
    expect(findings.filter(({ passed }) => !passed).map(({ message }) => message)).toEqual([
      "0 headlines hold a keyword; 5 are needed.",
    ]);
  });
});

describe("adapters of an agent that prefers the own machine", () => {
  const all = [
    { name: "anthropic", kind: "anthropic", local: false },
    { name: "ollama", kind: "ollama", local: true },
    { name: "offline", kind: "offline", local: true },
  ];
  const choice = { wanted: null, localOnly: false, allowed: [], order: ["anthropic"] };
  const names = (prefersLocal: boolean) => orderAdapters(all, { ...choice, prefersLocal }).map(({ name }) => name);

  it("are the local ones first, and those of the order after them", () => {
    expect(names(true)).toEqual(["ollama", "anthropic"]);
    expect(names(false)).toEqual(["anthropic"]);
    expect(orderAdapters(all, { ...choice, prefersLocal: true, allowed: ["anthropic"] })[0].name).toBe("anthropic");
  });
});
