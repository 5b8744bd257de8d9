import { describe, expect, test } from "vitest";
import { classify } from "#core/memory/classify.ts";

const post = `## How we roast

Our roastery has worked in Portland since 2009. We leverage small batches to get an even roast. Each batch weighs 12 kilos and cools within four minutes. Clara Reyes tastes every one of them before it leaves the house.

## Which beans to choose

Choose light roasts when you brew by hand. They leverage the fruit of the bean. Darker roasts forgive more and suit milk. Ask us when you are not sure, we will gladly help.

## Where to keep them

Keep beans in their bag, away from light and heat. Do not put them in the fridge. They taste best within six weeks.`;

const without = (heading: string) =>
  post
    .split(/\n\n(?=## )/)
    .filter((section) => !section.startsWith(`## ${heading}`))
    .join("\n\n");

const edits: [what: string, after: string, category: string, point: string | null][] = [
  ["a year corrected", post.replace("2009", "2011"), "fact", "fact:2009>2011"],
  ["a number written as a word corrected", post.replace("four minutes", "five minutes"), "fact", "fact:4>5"],
  ["a place corrected", post.replace("in Portland", "in Salem"), "fact", "fact:portland>salem"],
  ["a person corrected", post.replace("Clara Reyes", "Clara Moreno"), "fact", "fact:reyes>moreno"],
  [
    "a figure supplied",
    post.replace("an even roast.", "an even roast. The drum turns 48 times a minute."),
    "fact",
    "fact:>48",
  ],
  [
    "a word replaced in every sentence that had it",
    post.replaceAll("leverage", "use"),
    "forbidden_word",
    "word:leverage",
  ],
  ["a section cut", without("Where to keep them"), "length", "length:shorter"],
  [
    "a section added",
    `${post}\n\n## Frequently asked questions\n\nMay I grind them at home? You may, and you should, right before you brew, with a mill that has discs and not blades. Does the water matter? It matters a great deal.`,
    "length",
    "length:longer",
  ],
  ["sections moved", [1, 0, 2].map((at) => post.split(/\n\n(?=## )/)[at]).join("\n\n"), "structure", "structure:order"],
  [
    "sentences made a list",
    post.replace(
      "Keep beans in their bag, away from light and heat. Do not put them in the fridge. They taste best within six weeks.",
      "- Keep beans in their bag, away from light and heat.\n- Do not put them in the fridge.\n- They taste best within six weeks.",
    ),
    "structure",
    "structure:list",
  ],
  [
    "a sentence made more personal",
    post.replace("Darker roasts forgive more and suit milk.", "Darker roasts forgive more and suit your milk."),
    "tone",
    "tone:friendlier",
  ],
  ["a contraction used", post.replace("Do not put", "Don’t put"), "tone", "tone:friendlier"],
  [
    "other words for the same",
    post.replace("Keep beans in their bag, away from", "Store the beans in their bag and far from"),
    "tone",
    "tone:reworded",
  ],
  ["a heading reworded", post.replace("Which beans to choose", "Which beans we would choose"), "tone", null],
  ["spelling corrected", post.replace("gladly", "gladdly"), "other", null],
  [
    "marks and white space",
    post.replace("an even roast", "an **even roast**").replace("\n\nChoose", "\n\n\nChoose"),
    "format",
    null,
  ],
];

describe("an edit is called after what it did", () => {
  test.each(edits)("%s", (_, after, category, point) => {
    const found = classify(post, after);
    expect(found.category).toBe(category);
    if (point) expect(found.findings.map((finding) => finding.point)).toContain(point);
    else expect(found.findings.filter(({ kind }) => kind !== "tone")).toEqual([]);
  });
});

test("a word dropped from two sentences that stay is a word people do not want, whatever stood around it", () => {
  const before = `${post} We are truly glad of it. It is a truly good roast.`;
  const { category, findings } = classify(before, before.replaceAll("truly ", ""));
  expect(category).toBe("forbidden_word");
  expect(findings).toContainEqual(
    expect.objectContaining({ point: "word:truly", data: { word: "truly", everywhere: true } }),
  );
});

test("a word whose sentences went with it is not a word people do not want", () => {
  const before = `${post}\n\n## More\n\nRobust beans are robust. Nobody says so.`;
  const after = post;
  expect(classify(before, after).findings.map(({ point }) => point)).not.toContain("word:robust");
});

test("a word put in the place of another once counts half, and says what to write instead", () => {
  const { category, findings } = classify(post, post.replace("forgive more", "tolerate more"));
  expect(category).toBe("tone");
  expect(findings).toContainEqual({
    kind: "tone",
    point: "word:forgive",
    text: "Do not write “forgive”; “tolerate” was put in its place",
    data: { word: "forgive", weight: 0.5 },
  });
});

test("one edit that does several things teaches each, and is called after the gravest", () => {
  const after = without("Where to keep them").replace("2009", "2011").replaceAll("leverage", "use");
  const { category, findings } = classify(post, after);
  expect(category).toBe("fact");
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(["fact", "forbidden_word", "length", "structure"]));
});

test("numbers written in another form are no other fact, and neither is a name that was there before", () => {
  const before = "We sold 1,400 bags in May, more than ever. Clara Reyes counted them. The company thanks her for it.";
  const after = "We sold 1400 bags in May, more than ever. Clara Reyes counted them. Reyes has our thanks for it.";
  expect(classify(before, after).category).not.toBe("fact");
});

test("in a language that capitalises nouns, other nouns are no other names", () => {
  const before = "Unsere Röster prüfen jede Bohne. Die Maschine kühlt das Pulver und den Kaffee in einer Trommel.";
  const after = "Unsere Röster prüfen jede Bohne. Die Maschine kühlt das Mehl und den Kaffee in einer Trommel.";
  expect(classify(before, after).category).toBe("tone");
});

test("the same edit is told the same way each time", () => {
  const after = post.replaceAll("leverage", "use").replace("2009", "2010");
  expect(classify(post, after)).toEqual(classify(post, after));
});
