import { wordsOf } from "#core/dataset/terms.ts";
import type { Draft, Section } from "./draft.ts";
import type { Passage } from "./facts.ts";
import { leads, reminders } from "./phrases.ts";
import type { Vary } from "./vary.ts";
import { isGoodTopic, small, toned } from "./wording.ts";

export interface Voice {
  keyword: string;
  /** The keyword as it stands in a sentence. */
  name: string;
  tone: "friendly" | "neutral";
  vary: Vary;
  brand: string | null;
}
/** Everything around the sections, already worded. */
export interface Frame {
  intro: string;
  outlook: string;
  closingHeading: string | null;
  closing: string;
  faqHeading: string;
}
export interface Cited {
  sentence: string;
  chunkId: string;
}

const pattern = /\{k\|([^}]*)\}/g;
const subheadingsMax = 7;

/** The article as Markdown. `keywordMax` is how many of the places that could name the keyword do so; the first always does. */
export function renderDraft(
  draft: Draft,
  frame: Frame,
  voice: Voice,
  keywordMax: number,
): { markdown: string; places: number; cited: Cited[] } {
  const cited: Cited[] = [];
  const room = { subheadings: subheadingsMax };
  const parts = draft.opening
    ? [frame.intro, paragraph(draft.opening, cited), frame.outlook]
    : [`${frame.intro} ${frame.outlook}`.trim()];
  for (const section of draft.sections) parts.push(...sectionParts(section, draft, voice, cited, room));
  if (draft.faq.length > 0) {
    parts.push(`## ${frame.faqHeading}`);
    for (const { q, a, chunkId, source } of draft.faq) {
      parts.push(`### ${q}`, chunkId === null ? toned(a, voice.tone) : a);
      if (chunkId !== null) cited.push(...source.map((sentence) => ({ sentence, chunkId })));
    }
  }
  if (frame.closingHeading) parts.push(`## ${frame.closingHeading}`);
  parts.push(frame.closing);
  const text = parts.filter((part) => part !== "").join("\n\n");
  return { markdown: withKeyword(text, voice.name, keywordMax), places: [...text.matchAll(pattern)].length, cited };
}

/** Fills the places of the keyword, evenly spread, the first always. */
function withKeyword(text: string, name: string, max: number): string {
  const places = [...text.matchAll(pattern)].length;
  const wanted = Math.max(1, Math.min(max, places));
  const chosen = new Set(Array.from({ length: wanted }, (_, index) => Math.floor((index * places) / wanted)));
  let at = -1;
  return text
    .replaceAll(pattern, (_, other: string) => {
      at += 1;
      return chosen.has(at) ? name : other;
    })
    .replaceAll(/\b(about|into|on) the question of (?=how|what|why|when|where|which|who)/g, "$1 ");
}

/** One piece of general text in the article's tone, with every place showing the other words or the keyword alike. */
export function fillAll(text: string, name: string): string {
  return withKeyword(text, name, Number.POSITIVE_INFINITY);
}

function sectionParts(
  section: Section,
  draft: Draft,
  voice: Voice,
  cited: Cited[],
  room: { subheadings: number },
): string[] {
  const parts = [`${"#".repeat(section.level)} ${section.heading}`];
  const groups = groupsOf(section, voice.brand);
  const titled = section.level === 2 && groups.length > 1 && room.subheadings >= 2;
  const [first] = groups;
  const bare =
    !first ||
    first.passages[0]?.list != null ||
    (titled && first.topic !== null && isGoodTopic(first.topic, section.heading, voice.brand));
  const lead = bare ? leadFor(section, draft, voice) : null;
  if (lead && (groups.length > 0 || section.advice.length > 0)) parts.push(lead);
  for (const { topic, passages } of groups) {
    if (titled && topic && room.subheadings > 0 && isGoodTopic(topic, section.heading, voice.brand)) {
      room.subheadings -= 1;
      parts.push(`### ${topic.replace(/^\d+[.)]\s+/, "")}`);
    }
    for (const passage of passages) parts.push(paragraph(passage, cited));
  }
  if (parts[1] === lead && parts[2] && !/^(?:#|-|1\.)/.test(parts[2])) parts.splice(1, 2, `${lead} ${parts[2]}`);
  for (const advice of section.advice) {
    const text = toned(advice.sentences.join(" "), voice.tone);
    const last = parts.at(-1);
    if (last === lead) parts.splice(-1, 1, `${lead} ${text}`);
    else parts.push(text);
  }
  if (draft.reminded.has(section))
    parts.push(toned(reminders[draft.sections.indexOf(section) % reminders.length] ?? "", voice.tone));
  if (section.link) parts.push(`More on this: [${section.link.anchor}](${section.link.url}).`);
  return parts;
}

/** The opening sentence of a section; two sections of one kind do not share one. */
function leadFor(section: Section, draft: Draft, voice: Voice): string | null {
  const choices = voice.vary.order(leads[section.facet], "leads");
  const place = draft.sections.filter((other) => other.facet === section.facet).indexOf(section);
  const lead = choices[place];
  return lead === undefined ? null : toned(lead, voice.tone);
}

/** Passages of one heading of one document together: those that belong to the section's own heading first, the rest as in the documents. */
function groupsOf(section: Section, brand: string | null): { topic: string | null; passages: Passage[] }[] {
  const groups = Map.groupBy(
    section.passages.toSorted((a, b) => a.at - b.at),
    (passage) => passage.group,
  );
  const own = (topic: string | null) => topic === null || !isGoodTopic(topic, section.heading, brand);
  return [...groups.values()]
    .map((passages) => ({ topic: passages[0]?.topic ?? null, passages }))
    .toSorted((a, b) => Number(own(b.topic)) - Number(own(a.topic)));
}

function paragraph(passage: Passage, cited: Cited[]): string {
  cited.push(...passage.sentences.map((sentence) => ({ sentence, chunkId: passage.chunkId })));
  if (passage.list)
    return passage.sentences
      .map((item, index) => `${passage.list === "1." ? `${index + 1}.` : "-"} ${safe(item)}`)
      .join("\n");
  return merged(passage.sentences.map(safe)).join(" ");
}

/** Source text must not turn into Markdown of its own. */
function safe(text: string): string {
  return text.replaceAll(/([*_`[\]#~])/g, "\\$1").replace(/^(\d+)([.)]) /, "$1\\$2 ");
}

/** Two very short neighbours read better as one sentence. */
function merged(sentences: readonly string[]): string[] {
  const result: string[] = [];
  for (const sentence of sentences) {
    const last = result.at(-1);
    const short = last && !last.includes(";") && wordsOf(last).length <= 7 && wordsOf(sentence).length <= 7;
    if (short && /^(?:It|They|The|This|These|We|A|An|That) /.test(sentence) && last.endsWith("."))
      result.splice(-1, 1, `${last.slice(0, -1)}; ${small(sentence)}`);
    else result.push(sentence);
  }
  return result;
}
