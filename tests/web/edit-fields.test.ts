import { expect, test } from "vitest";
import { placeName } from "#kit/edit/field-words.ts";
import { blankOf, problemsOf, type Shape, shapeOf } from "#kit/edit/shape.ts";
import { EmailDraft, linesOf, PageDraft, SearchAd } from "#schema/wording.ts";

const at = (shape: Shape, ...way: string[]): Shape =>
  way.reduce((part, name) => (name === "*" ? part.items : part.properties?.[name]) ?? {}, shape);

test("a form has the bounds of the texts that it edits", () => {
  expect(at(shapeOf(SearchAd), "headlines")).toMatchObject({ minItems: 15, maxItems: 15 });
  expect(at(shapeOf(SearchAd), "headlines", "*", "text")).toMatchObject({ minLength: 1, maxLength: 30 });
  expect(at(shapeOf(SearchAd), "headlines", "*", "pin").anyOf?.map((one) => one.const)).toEqual([1, 2, 3]);
  expect(at(shapeOf(PageDraft), "metaDescription")).toMatchObject({ minLength: 140, maxLength: 160 });
  expect(at(shapeOf(EmailDraft), "sections", "*").required).toEqual(["heading", "body"]);
});

test("a new entry of a list begins empty, without what it may lack", () => {
  expect(blankOf(at(shapeOf(EmailDraft), "sections", "*"))).toEqual({ heading: "", body: "" });
  expect(blankOf(at(shapeOf(EmailDraft), "sections", "*", "cta"))).toEqual({ text: "", url: "" });
});

test("places are named in words for people, and every text has a place", () => {
  expect(placeName("sections.1.cta.url")).toBe("Section 2: Button: Leads to");
  expect(placeName("headlines.14.text")).toBe("Headline 15: Text");
  expect(placeName("metaTitle")).toBe("Title for search");
  expect(linesOf({ a: [{ b: "x" }, { b: "y" }], c: 1, d: null })).toEqual({ "a.0.b": "x", "a.1.b": "y", c: "1" });
});

test("what does not fit is said at its place", () => {
  const words = { ...(blankOf(shapeOf(EmailDraft)) as object), headerText: "Light for all" };
  const problems = problemsOf(EmailDraft, words);
  expect(problems["headerText"]).toBeUndefined();
  expect(problems["subjectLine"]).toBe("Must have 40 to 60 characters, has 0.");
});
