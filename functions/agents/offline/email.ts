import type { Answer, Envelope } from "#schema/agent.ts";
import type { EmailDraft } from "#schema/wording.ts";
import type { EmailInput } from "../email-writer.ts";
import { fillers, reach } from "./fit.ts";
import { citedOf, lineOf, type Material, materialFor, quiet, upTo } from "./material.ts";
import { capital, cut, isGoodTopic, small } from "./wording.ts";

type Section = EmailDraft["sections"][number];

const sectionsOfPassages = 3;

const headings: readonly string[] = ["What matters here", "From our daily work", "Good to know", "Before you decide"];
const buttons: readonly string[] = ["Read more on our site", "See the details", "Take a look"];
const previews: readonly string[] = [
  "A few plain words about it.",
  "What to look for, and where to begin.",
  "Short, and with what you can use today.",
  "Easy to read between two other things.",
];

/** An e-mail of whole sentences from the company's own documents, in two or three sections. */
export function composeEmail(input: EmailInput, envelope: Envelope): Answer<EmailDraft> {
  const topic = quiet(input.topic);
  const about = [topic, input.keyOffer ?? ""].join(" ");
  const { campaignGoal, sequence, previousTexts: before } = input;
  const material = materialFor(about, envelope, {
    ...{ seed: [campaignGoal, sequence], before, skip: (sequence - 1) * sectionsOfPassages },
  });
  const used = material.passages.slice(0, sectionsOfPassages);
  const sections = sectionsOf(input, material);
  const [subjectLine = topic, ...others] = subjectsOf(topic);
  const data: EmailDraft = {
    subjectLine,
    subjectVariants: others.slice(0, 3),
    previewText: previewOf(topic, material),
    headerText: lineOf([topic], { min: 5, max: 80 }, "in plain words"),
    sections,
  };
  return {
    data,
    citations: citedOf(used, sections.map(({ body }) => body).join("\n")),
    warnings: used.length > 0 ? [] : ["No own sources were found; the e-mail is general."],
  };
}

// The subject line has 40 to 60 characters, the others 20 to 60; all differ.
function subjectsOf(topic: string): string[] {
  const short = small(topic);
  const lines = [
    topic,
    cut(topic, 60),
    `${topic}: a short guide`,
    `${topic}: what to know before you start`,
    `${topic}: what we can tell you from our daily work`,
    `What to know about ${short}`,
    `In plain words: ${short}`,
    `Our notes on ${short}`,
    "What we would tell a friend who asks us about it",
    "A few plain words before you decide",
    "Something useful from our daily work",
  ];
  const all = [...new Set(lines)].filter((line) => line.length <= 60);
  const first =
    all.find((line) => line.length >= 40) ?? lineOf([topic], { min: 40, max: 60 }, "and what to know first");
  return [first, ...all.filter((line) => line !== first && line.length >= 20)];
}

function previewOf(topic: string, { vary, allowed }: Material): string {
  const range = { min: 85, max: 100 };
  const rest = vary.order(allowed([...previews, ...fillers]), "preview");
  const lead = `About ${cut(small(topic), 60)}.`;
  return reach(lead, rest, range) ?? cut([lead, ...previews, ...fillers].join(" "), range.max);
}

function sectionsOf(input: EmailInput, material: Material): Section[] {
  const { passages, advice, vary, brand, allowed } = material;
  const names = vary.order(allowed(headings), "headings");
  const offer = input.keyOffer ? [{ heading: "Our offer", body: `${capital(input.keyOffer)}.` }] : [];
  const told = passages.slice(0, sectionsOfPassages).map(({ topic, sentences }, index) => {
    const heading = topic && isGoodTopic(topic, "", brand) ? cut(topic, 80) : (names[index] ?? "Good to know");
    return { heading, body: upTo(sentences, 1_100) };
  });
  const general = advice.slice(0, told.length === 0 ? 3 : told.length < 2 ? 1 : 0).map((body, index) => ({
    heading: names[(told.length + index) % Math.max(1, names.length)] ?? "Good to know",
    body: cut(body, 1_100),
  }));
  const sections: Section[] = [...offer, ...told, ...general].slice(0, 4).map(({ heading, body }) => ({
    heading: cut(heading, 80),
    body: body.length >= 50 ? body : `${body} Have a question about it? We are glad to answer it.`,
  }));
  const [url] = input.links;
  const last = sections.at(-1);
  if (url && last) last.cta = { text: vary.pick(buttons, "button"), url };
  return sections;
}
