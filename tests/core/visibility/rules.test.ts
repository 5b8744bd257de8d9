import { expect, test } from "vitest";
import { examine, namesOf } from "#core/visibility/rules.ts";
import { type Answered, scoreOf, trendOf, voicesOf } from "#core/visibility/score.ts";
import { suggest } from "#core/visibility/suggest.ts";

const brandNames = namesOf({ name: "Café Lumière GmbH", websiteUrl: "https://www.lumiere.example/shop" });
const look = (answer: string) => examine(answer, { brandNames, competitors: ["Lampenhaus", "Nord Licht"] });

test("a company is spoken of by its name, with and without its legal form, and by its domain", () => {
  expect(brandNames).toEqual(["Café Lumière GmbH", "Café Lumière", "lumiere.example"]);
});

test.each([
  ["Many people like CAFE LUMIERE.", true],
  ["See lumiere.example for more.", true],
  ["Café  Lumière", true],
  ["Cafés Lumièreville is a town.", false],
  ["They sell lamps.", false],
])("%s names the brand: %s", (answer, mentioned) => {
  expect(look(answer).mentioned).toBe(mentioned);
});

test("the place is counted among all that the answer names, by their first mention", () => {
  const answer = "Try Nord Licht first, then Café Lumière, and Lampenhaus. Nord Licht is known.";
  expect(look(answer)).toMatchObject({ rank: 2, competitors: ["Nord Licht", "Lampenhaus"] });
  expect(look("Lampenhaus only.")).toMatchObject({ mentioned: false, rank: null, sentiment: null, excerpt: null });
});

test.each([
  ["Café Lumière is reliable and friendly. Lampenhaus is bad.", "positive"],
  ["Café Lumière is not reliable.", "negative"],
  ["Café Lumière sells lamps.", "neutral"],
])("%s is %s", (answer, sentiment) => {
  expect(look(answer).sentiment).toBe(sentiment);
});

test("an excerpt reaches 150 characters to both sides of the name, and sources are the addresses of the answer", () => {
  const answer = `${"a ".repeat(200)}Café Lumière${" b".repeat(200)} https://lumiere.example/a, https://other.example/b.`;
  const { excerpt, citedSources } = look(answer);
  expect(excerpt).toMatch(/^… (?:a )+Café Lumière(?: b)+ …$/);
  expect(excerpt?.length).toBeLessThan(325);
  expect(citedSources).toEqual(["https://lumiere.example/a", "https://other.example/b"]);
});

const answer = (askedOn: string, mentioned: boolean, more: Partial<Answered> = {}): Answered => ({
  ...{ promptId: "p1", platform: "chatgpt", type: "brand", sentiment: null, competitors: [], askedOn, mentioned },
  ...more,
});

test("the score is the mean of the mention rates of pairs, the trend against as many days before", () => {
  const answers = [
    answer("2026-06-20", true),
    answer("2026-06-19", true),
    answer("2026-06-20", false, { promptId: "p2" }),
    answer("2026-06-01", false),
  ];
  expect(scoreOf(answers.slice(0, 3))).toBe(50);
  expect(trendOf(answers, "2026-06-20")).toBe(50);
  expect(trendOf(answers.slice(0, 3), "2026-06-20")).toBeNull();
  expect(scoreOf([])).toBeNull();
});

test("shares of voice add up to all that are named", () => {
  const answers = [
    answer("2026-06-20", true, { competitors: ["B"] }),
    answer("2026-06-20", false, { competitors: ["B", "C"] }),
  ];
  expect(voicesOf("A", answers)).toEqual([
    { name: "A", own: true, mentions: 1, share: 25 },
    { name: "B", own: false, mentions: 2, share: 50 },
    { name: "C", own: false, mentions: 1, share: 25 },
  ]);
});

test("what is suggested names the company, its trade, its place and its competitors, each prompt once", () => {
  const asked = suggest({ name: "Lumière", industry: "lamps", place: "Austria", competitors: ["Nord Licht"] });
  expect(new Set(asked.map(({ prompt }) => prompt)).size).toBe(8);
  expect(asked.map(({ prompt }) => prompt).join(" ")).toMatch(/Lumière.*Nord Licht/);
  expect(asked.filter(({ type }) => type === "local").every(({ prompt }) => prompt.includes("Austria"))).toBe(true);
});
