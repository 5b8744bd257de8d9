import type { Answer, Envelope } from "#schema/agent.ts";
import type { PageDraft } from "#schema/wording.ts";
import type { PageInput } from "../landing-page-writer.ts";
import { metaDescription, metaTitle, slugOf } from "./fit.ts";
import { keywordOf } from "./keywords.ts";
import { citedOf, lineOf, type Material, materialFor, quiet, upTo } from "./material.ts";
import { capital, cut, isGoodTopic, named } from "./wording.ts";

const featuresMax = 4;

const generalFeatures: readonly { title: string; text: string }[] = [
  { title: "Ask before you decide", text: "Tell us what matters to you, and ask what you would like to know first." },
  {
    title: "See it in plain words",
    text: "What you read here says what to look for, without terms that need a dictionary.",
  },
  { title: "Begin with one step", text: "A short message is enough to begin; the rest follows from your answers." },
];
const generalQuestions: readonly { q: string; a: string }[] = [
  { q: "How do I begin?", a: "Send us a short message that says what you are looking for. We read it and answer." },
  { q: "What should I have ready?", a: "A few words on your situation and the questions that matter most to you." },
  {
    q: "May I ask first and decide later?",
    a: "Yes. Ask what you need to know, and take the time you want to decide.",
  },
];

/** A page of whole sentences from the company's own documents around one offer. Voices are those that were given. */
export function composePage(input: PageInput, envelope: Envelope): Answer<PageDraft> {
  const offer = quiet(input.offer);
  const keyword = input.primaryKeyword ?? keywordOf(input.offer);
  const material = materialFor(`${offer} ${keyword}`, envelope, {
    seed: [input.audience, input.sequence],
    before: input.previousTexts,
  });
  const { passages, vary, advice } = material;
  const [first, second] = passages;
  const headline = lineOf(
    [offer, `${offer}: what you get`, `${offer}: what to know`],
    { min: 20, max: 80 },
    "in plain words",
  );
  const data: PageDraft = {
    hero: {
      headline,
      subheadline: lineOf(
        [
          ...(first?.sentences ?? []),
          ...material.offers.map(({ text }) => text),
          "What it is, what to look for, and how to begin.",
        ],
        { min: 20, max: 160 },
        "",
      ),
      ctaText: vary.pick(["Ask us", "Get in touch", "Start with a question"], "action"),
    },
    problem: { heading: "Before you decide", body: cut(advice[0] ?? generalProblem, 1_100) },
    solution: {
      heading: second?.topic && isGoodTopic(second.topic, "", material.brand) ? cut(second.topic, 80) : "What we do",
      body: solutionOf(material),
    },
    features: featuresOf(material),
    socialProof: {
      heading: "What others say",
      items: input.proof
        .filter(({ quote }) => quote.length > 0 && quote.length <= 500)
        .slice(0, 5)
        .map(({ quote, author, source }) => ({ quote, source, ...(author ? { author: author.slice(0, 120) } : {}) })),
    },
    faq: faqOf(material),
    cta: {
      heading: "Your next step",
      text: "Tell us what you are looking for. We answer what we can, and say so when we cannot.",
      buttonText: vary.pick(["Send a message", "Ask a question", "Get in touch"], "button"),
    },
    metaTitle: metaTitle(keyword, [
      headline,
      ...(material.brand ? [`${capital(named(keyword))} | ${material.brand}`] : []),
    ]),
    metaDescription: metaDescription(keyword, first?.sentences ?? [], (items) => vary.order(items, "description")),
    slug: slugOf(keyword),
  };
  return {
    data,
    citations: citedOf(passages, JSON.stringify(data)),
    warnings: passages.length > 0 ? [] : ["No own sources were found; the page is general."],
  };
}

const generalProblem =
  "People who look for this want to know what they get, what to watch for and what comes next. Those answers are often spread over many pages.";

function solutionOf({ passages, advice }: Material): string {
  const told = passages.slice(1, 3).map(({ sentences }) => upTo(sentences, 540));
  const text = told.join("\n\n");
  return text.length >= 50 ? text : cut([text, advice[1] ?? generalProblem].filter(Boolean).join("\n\n"), 1_100);
}

function featuresOf({ offers, passages, brand, allowed }: Material): PageDraft["features"] {
  const own = offers.map(({ name, text }) => ({ title: cut(name, 60), text: cut(text, 300) }));
  const told = passages
    .slice(3)
    .flatMap(({ topic, sentences }) =>
      topic && topic.length <= 60 && !topic.endsWith("?") && isGoodTopic(topic, "", brand)
        ? [{ title: topic, text: upTo(sentences, 300) }]
        : [],
    );
  const general = generalFeatures.filter(({ title, text }) => allowed([`${title} ${text}`]).length > 0);
  const all = [...own, ...told].filter(({ text }) => text.length >= 20);
  const distinct = all.filter(({ title }, index) => all.findIndex((other) => other.title === title) === index);
  const chosen = distinct.slice(0, featuresMax);
  return [...chosen, ...general.slice(0, Math.max(0, 3 - chosen.length))];
}

function faqOf({ questions, allowed }: Material): PageDraft["faq"] {
  const own = questions
    .filter(({ question }) => question.length >= 5 && question.length <= 200)
    .slice(0, 5)
    .map(({ question, answer }) => ({ q: question, a: upTo(answer, 900) }));
  const general = generalQuestions.filter(({ q, a }) => allowed([`${q} ${a}`]).length > 0);
  return [...own, ...general.slice(0, Math.max(0, 3 - own.length))];
}
