import { isAlike } from "#core/topic/rules.ts";
import { type Answer, CannotCompose, type Envelope } from "#schema/agent.ts";
import type { TopicInput, TopicList } from "../topic-researcher.ts";
import { factsOf } from "./facts.ts";
import { keywordOf, phrasesIn } from "./keywords.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { varyBy } from "./vary.ts";
import { brandOf, capital, cut, isClause } from "./wording.ts";

type Topic = TopicList["topics"][number];
type Intent = Topic["searchIntent"];

interface Pattern {
  title: (subject: string) => string;
  angle: (subject: string) => string;
  intent: Intent;
}

/** Ways to write about a subject that hold for any trade and claim nothing. */
const patterns: readonly Pattern[] = [
  {
    title: (s) => `What to know about ${s} before you decide`,
    angle: (s) => `The few points that settle most decisions about ${s}, in the order in which they come up.`,
    intent: "informational",
  },
  {
    title: (s) => `How to choose ${s} that suits your needs`,
    angle: () => "Begins with what the reader wants to do, and leads from there to what fits.",
    intent: "commercial",
  },
  {
    title: (s) => `Questions worth asking a seller of ${s}`,
    angle: () => "A list to take along to a conversation, with a line on what a good answer sounds like.",
    intent: "commercial",
  },
  {
    title: (s) => `Common mistakes with ${s}, and simple ways round them`,
    angle: () => "Tells from daily work what goes wrong, why it does, and how it is prevented.",
    intent: "informational",
  },
  {
    title: (s) => `${capital(s)} explained in plain words`,
    angle: (s) => `The terms around ${s} that people meet first, each with an everyday example.`,
    intent: "informational",
  },
  {
    title: (s) => `A first-time checklist for ${s}`,
    angle: () => "Short steps to tick off, from the preparation to the first look at the result.",
    intent: "informational",
  },
  {
    title: (s) => `What drives the cost of ${s}`,
    angle: () => "Names the parts that a price is made of without naming prices, so that offers can be compared.",
    intent: "transactional",
  },
  {
    title: (s) => `Caring for ${s} so that it lasts`,
    angle: () => "What a little attention does over time, and when it is better to ask for help.",
    intent: "informational",
  },
  {
    title: (s) => `Alternatives to ${s} compared side by side`,
    angle: () => "Says fairly for whom something else is the better answer, and for whom it is not.",
    intent: "commercial",
  },
  {
    title: (s) => `Behind the scenes: working with ${s} every day`,
    angle: (s) => `Shows how the people of the company deal with ${s}, and what they have learned from it.`,
    intent: "navigational",
  },
  {
    title: (s) => `Where beginners get stuck with ${s}`,
    angle: () => "Takes up the points at which people give up, and shows the next small step at each.",
    intent: "informational",
  },
  {
    title: (s) => `Signs of good quality in ${s}`,
    angle: () => "Things that anybody can look at, touch or ask for, without special knowledge.",
    intent: "commercial",
  },
  {
    title: (s) => `Planning ahead: ${s} month by month`,
    angle: () => "Puts the tasks of a year into an order and says what can wait.",
    intent: "informational",
  },
  {
    title: (s) => `Myths around ${s} that deserve a second look`,
    angle: () => "Takes widespread opinions and says calmly what holds and what does not.",
    intent: "informational",
  },
  {
    title: (s) => `A buyer's short guide to ${s}`,
    angle: () => "From the first idea to the order, with what to have ready at each step.",
    intent: "transactional",
  },
  {
    title: (s) => `Making more of the ${s} you already have`,
    angle: () => "Starts from what is there instead of from something new.",
    intent: "informational",
  },
];

/**
 * Topics from what the company offers and writes about, each with another way to look at it.
 * @throws CannotCompose when too few are left that were not written about or excluded
 */
export function composeTopics(input: TopicInput, envelope: Envelope): Answer<TopicList> {
  const subjects = subjectsOf(input, envelope);
  const vary = varyBy({ month: input.currentMonth, niche: input.niche, version: envelope.version });
  const ways = vary.order(patterns, "patterns");
  const taken = [...input.recentTopics, ...input.excludeTopics];
  const topics: Topic[] = [];
  // Every subject once before any comes again, each time with the next way to look at it.
  for (let round = 0; round < ways.length && topics.length < input.count; round += 1)
    for (const [at, subject] of subjects.entries()) {
      const pattern = ways[(round + at) % ways.length];
      const workingTitle = cut(pattern?.title(subject) ?? "", 90);
      const used = [...taken, ...topics.map((topic) => topic.workingTitle)];
      const unfit = !pattern || workingTitle.length < 20 || used.some((other) => isAlike(workingTitle, other));
      if (unfit || topics.length >= input.count) continue;
      topics.push({
        rank: topics.length + 1,
        workingTitle,
        angle: cut(pattern.angle(subject), 300),
        relevanceNow: `Asked all year; a text of ${input.currentMonth} is found when readers look for ${subject}.`,
        searchIntent: pattern.intent,
        difficulty: subject.includes(" ") ? "low" : "medium",
        keywordHint: cut(subject, 80),
      });
    }
  if (topics.length < input.count)
    throw new CannotCompose("Without a model no more topics are found that were not written about or excluded.");
  return {
    data: { topics },
    citations: [],
    warnings: ["Found without a model and without a search: how often people look for them is not known."],
  };
}

function subjectsOf(input: TopicInput, envelope: Envelope): string[] {
  const brand = brandOf(envelope.contextFile)?.toLowerCase();
  const offers = itemsOf(sectionsOf(envelope.contextFile).get("products and services") ?? "").map(
    (item) => item.split(/\*\*: |: /)[0]?.replaceAll("*", "") ?? "",
  );
  const headings = factsOf(envelope).passages.flatMap(({ topic }) => topic ?? []);
  const phrases = phrasesIn(envelope.chunks.map(({ text }) => text).join("\n"));
  const found = [...input.preferredAngles, ...offers, ...headings, ...phrases, input.niche, input.industry]
    .map((text) => keywordOf(text).replace(/^["“'’\s]+|["”'’\s.:]+$/g, ""))
    .filter((text) => text.length >= 3 && text.length <= 40 && text.split(" ").length <= 4 && !isClause(text))
    .filter((text) => !/[\d:;()]/.test(text) && !(brand && text.includes(brand)));
  const subjects = [...new Set(found)];
  return subjects.length > 0 ? subjects.slice(0, 20) : ["our services"];
}
