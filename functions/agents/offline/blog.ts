import { termsOf } from "#core/dataset/terms.ts";
import { densityOf, occurrencesOf, proseOf, wordCountOf } from "#core/run/prose.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import { platformBannedWords } from "#schema/tenant.ts";
import type { BlogDraft, BlogInput } from "../blog-writer.ts";
import { adviser, assign, type Draft, isInstruction, pickFaq, type Section, sectionOf, settle } from "./draft.ts";
import { type Facts, factsOf, type Passage } from "./facts.ts";
import { metaDescription, metaTitle, slugOf } from "./fit.ts";
import { frameOf } from "./frame.ts";
import { scoresFor } from "./match.ts";
import { learnedTone, unwanted } from "./memory.ts";
import { type Wishes, wishesOf } from "./notes.ts";
import { faqs } from "./phrases.ts";
import { type Cited, type Frame, fillAll, renderDraft, type Voice } from "./render.ts";
import { titlesOf } from "./titles.ts";
import { varyBy } from "./vary.ts";
import { brandOf, capital, cut, isClause, named, small, spoken, toneOf } from "./wording.ts";

/** Occurrences per hundred words; a clause repeats badly. */
const densityAim = { noun: 0.8, clause: 0.56 };
const densityMax = 2.3;
/** From here on no sentence is added for the keyword alone. */
const densityEnough = 0.53;

/**
 * Writes the article from the brief and the passages without a model: whole sentences of the tenant's documents, sorted into
 * the brief's sections, joined by general advice that states no facts. Never the same text as the previous version.
 */
export function composeBlog(input: BlogInput, envelope: Envelope): Answer<BlogDraft> {
  for (let salt = 0; salt < 4; salt += 1) {
    const answer = compose(input, envelope, salt);
    if (salt === 3 || answer.data.bodyMarkdown !== input.previousVersion?.bodyMarkdown) return answer;
  }
  throw new RangeError("unreachable");
}

function compose(input: BlogInput, given: Envelope, salt: number): Answer<BlogDraft> {
  const left = unwanted(given, `${input.topic} ${input.targetKeyword}`);
  const envelope = { ...given, bannedWords: [...given.bannedWords, ...left] };
  const wishes = wishesFor(input, envelope);
  const facts = factsOf(envelope, [...platformBannedWords, ...wishes.less, ...wishes.quotes]);
  const seed = {
    topic: input.topic,
    brief: input.contentBrief,
    notes: envelope.reviewerNotes ?? "",
    version: envelope.version,
    chunks: envelope.chunks.map((chunk) => chunk.text),
    salt,
  };
  const voice: Voice = {
    keyword: input.targetKeyword,
    name: spoken(input.targetKeyword, envelope.chunks.map((chunk) => chunk.text).join("\n")),
    tone: wishes.tone ?? learnedTone(envelope) ?? toneOf(envelope.contextFile),
    vary: varyBy(seed),
    brand: brandOf(envelope.contextFile),
  };
  const range = rangeOf(input.targetWordCount, wishes.length);
  const banned = [...platformBannedWords, ...envelope.bannedWords, ...wishes.less];
  const draft = draftOf(input, facts, wishes, voice, range, banned);
  const frame = frameOf(input, voice, draft, facts.passages.length > 0, envelope.locale);
  const advise = adviser(draft, voice.vary, banned);
  for (const section of draft.sections) {
    const advice = section.passages.length === 0 ? advise(section, new Set()) : null;
    if (advice) section.advice.push(advice);
  }
  const { markdown, cited } = fitted(draft, frame, voice, range, advise);
  const titles = titlesOf(input, wishes, voice);
  return {
    data: dataOf(draft, markdown, titles, voice),
    citations: citationsOf(cited),
    warnings: [...heeded(left), ...warningsOf(input, envelope, facts, draft, wishes)].slice(0, 20),
  };
}

function wishesFor(input: BlogInput, envelope: Envelope): Wishes {
  const issues = input.criticIssues.filter((issue) => issue.severity !== "minor");
  const notes = [
    envelope.reviewerNotes ?? "",
    ...issues.filter((issue) => issue.category !== "length").map((issue) => issue.suggestion),
  ].join("\n");
  const wishes = wishesOf(notes);
  const quotes = input.criticIssues.flatMap((issue) => (issue.quote && issue.quote.length > 12 ? [issue.quote] : []));
  return { ...wishes, quotes: [...wishes.quotes, ...quotes] };
}

/** The word range to aim for: inside the 15 percent a reader of the brief expects and the platform's 800 to 2,500. */
function rangeOf(target: number, wish: Wishes["length"]): { min: number; max: number } {
  const [low, high] = wish === "shorter" ? [0.87, 0.95] : wish === "longer" ? [1.05, 1.13] : [0.95, 1.08];
  const min = Math.max(812, Math.round(target * low));
  return { min: Math.min(min, 2_400), max: Math.min(2_490, Math.max(Math.round(target * high), min + 70)) };
}

function draftOf(
  input: BlogInput,
  facts: Facts,
  wishes: Wishes,
  voice: Voice,
  range: { min: number; max: number },
  banned: readonly string[],
): Draft {
  const brief = input.contentBrief;
  const planned = brief.outline.filter((section) => !section.points.every((point) => isInstruction(point)));
  const subject = [
    input.topic,
    input.targetKeyword,
    input.targetKeyword,
    ...planned.map((section) => section.heading),
    ...wishes.sections,
    ...wishes.more,
    input.requestBrief ?? "",
  ].join(" ");
  const outlined = brief.outline.filter(
    (section) =>
      !/^(?:introduction|intro|faqs?|frequently asked questions|conclusion|summary)$/i.test(section.heading.trim()),
  );
  const allowed = outlined.filter((section) => banned.every((phrase) => occurrencesOf(phrase, section.heading) === 0));
  const kept = allowed.length >= 3 ? allowed : outlined;
  const total = kept.reduce((sum, section) => sum + section.words, 0);
  const share = ((range.min + range.max) / 2 - 260) / Math.max(1, total);
  const sections = kept.map((section) =>
    sectionOf(section.heading, section.level === "h2" ? 2 : 3, section.points, Math.round(section.words * share)),
  );
  const asked = [
    ...wishes.sections.map((text) => ({ text, heading: capital(text) })),
    ...wishes.more.map((text) => ({ text, heading: `A closer look at ${text}` })),
  ]
    .filter(({ text }, index, all) => all.findIndex((other) => other.text === text) === index)
    .slice(0, 3)
    .map(({ text, heading }) => sectionOf(cut(heading, 100), 2, [text], 130, text));
  sections.splice(Math.max(1, sections.length - 1), 0, ...asked);
  if (sections[0]?.level === 3) sections[0].level = 2;
  nameKeyword(sections, input.targetKeyword);
  const picked = pickFaq(facts.questions, facts.passages, [subject, ...brief.questions].join(" "), 3);
  const opening = openingOf(picked.passages, subject, input.targetKeyword);
  const spare = assign(
    sections,
    picked.passages.filter((passage) => passage !== opening),
    input.topic,
    input.targetKeyword,
  );
  for (const [index, link] of brief.internalLinks.slice(0, 3).entries()) {
    const section = sections[Math.min(sections.length - 1, index * 2 + 1)];
    if (section) section.link = { url: link.url, anchor: link.anchor };
  }
  const own = facts.passages.length > 0 ? [] : voice.vary.order(faqs, "faq").slice(0, 3);
  const said = (text: string, index: number) =>
    index === 0 ? fillAll(text, voice.name) : text.replaceAll(/\{k\|([^}]*)\}/g, "$1");
  const general = own.map(({ q, a }, index) => ({ q: said(q, index), a: said(a, index), chunkId: null, source: [] }));
  return {
    opening,
    sections,
    faq: [...picked.faq, ...general],
    spare,
    subject: new Set(termsOf(`${input.topic} ${input.targetKeyword}`).keys()),
    reminded: new Set(),
  };
}

/** One heading of the second level must hold the keyword. */
function nameKeyword(sections: Section[], keyword: string): void {
  const second = sections.filter((section) => section.level === 2);
  if (second.some((section) => occurrencesOf(keyword, section.heading) > 0)) return;
  const [first] = second;
  if (first) first.heading = `${capital(named(keyword))}: ${small(first.heading)}`;
}

/** A short passage that can open the article: one that says what the subject is, or the head of a document about it. */
function openingOf(passages: Facts["passages"], subject: string, keyword: string): Passage | null {
  const scores = scoresFor(subject, passages);
  const best = Math.max(0, ...scores.values());
  const fit = passages.filter(
    (passage) =>
      passage.list === null && passage.words >= 25 && passage.words <= 110 && (scores.get(passage) ?? 0) >= best * 0.35,
  );
  const name = keyword.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const defines = new RegExp(
    `^(?:an? |the )?(?:good )?${name}s?(?: at home)? (?:is|are|means|begins?|starts?|depends?|needs?|takes?|works?|has|have)\\b`,
    "i",
  );
  const ranked = fit.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
  return (
    ranked.find((passage) => defines.test(passage.sentences[0] ?? "")) ??
    ranked.find((passage) => passage.topic === null && isHead(passage, passages)) ??
    null
  );
}

function isHead(passage: Passage, passages: Facts["passages"]): boolean {
  return !passages.some((other) => other.chunkId === passage.chunkId && other.at < passage.at);
}

/** Renders until length and keyword density both fit. */
function fitted(
  draft: Draft,
  frame: Frame,
  voice: Voice,
  range: { min: number; max: number },
  advise: ReturnType<typeof adviser>,
) {
  const clause = isClause(named(voice.keyword));
  const aim = clause ? densityAim.clause : densityAim.noun;
  let keywordMax = clause ? 1 : 4;
  let rendered = renderDraft(draft, frame, voice, keywordMax);
  for (let round = 0; round < 40; round += 1) {
    settle(
      draft,
      (state) => wordCountOf(renderDraft(state, frame, voice, keywordMax).markdown),
      range.min,
      range.max,
      advise,
    );
    rendered = renderDraft(draft, frame, voice, keywordMax);
    const density = densityOf(voice.keyword, rendered.markdown);
    const crowded = density > densityMax;
    if (!crowded && density >= aim) break;
    if (crowded && keywordMax > 1) keywordMax = 1;
    else if (crowded && dropCrowded(draft, voice.keyword)) continue;
    else if (!crowded && keywordMax < rendered.places) keywordMax += 1;
    else if (!crowded && (density >= densityEnough || !remind(draft))) break;
    else if (crowded) break;
  }
  return rendered;
}

function dropCrowded(draft: Draft, keyword: string): boolean {
  const rate = (sentences: readonly string[]) =>
    occurrencesOf(keyword, sentences.join(" ")) / sentences.join(" ").length;
  const [worst] = draft.sections
    .flatMap((section) => section.passages.map((passage) => ({ section, passage, rate: rate(passage.sentences) })))
    .toSorted((a, b) => b.rate - a.rate);
  draft.spare = draft.spare.filter((passage) => rate(passage.sentences) === 0);
  if (!worst || worst.rate === 0) return false;
  worst.section.passages = worst.section.passages.filter((passage) => passage !== worst.passage);
  return true;
}

function remind(draft: Draft): boolean {
  const next = draft.sections.find(
    (section, index) => !draft.reminded.has(section) && draft.sections.length - index >= 1,
  );
  if (next) draft.reminded.add(next);
  return next !== undefined;
}

function dataOf(
  draft: Draft,
  markdown: string,
  titles: { title: string; metaTitles: string[] },
  voice: Voice,
): BlogDraft {
  const name = capital(named(voice.keyword));
  const told = markdown
    .split(/\n+/)
    .flatMap((line) => (/^\p{Lu}/u.test(line) ? (line.match(/^.*?[.](?= |$)/)?.[0] ?? []) : []));
  const fact = told.find(
    (sentence, index) =>
      index > 0 &&
      sentence.length >= 60 &&
      sentence.length <= 130 &&
      occurrencesOf(voice.keyword, sentence) > 0 &&
      !/[*_`\\[\]]/.test(sentence),
  );
  const leads = [
    ...(fact && draft.opening ? [fact] : []),
    `${name}: ${titles.title.toLowerCase().startsWith(voice.keyword.toLowerCase()) ? "what matters, what to check and how to begin." : "what to know, what to check and how to begin."}`,
    `What to know about ${voice.name} before you decide.`,
    `${name}: what matters and where to start.`,
    `All about ${voice.name}.`,
  ];
  return {
    title: titles.title,
    slug: slugOf(titles.title),
    metaTitle: metaTitle(voice.keyword, titles.metaTitles),
    metaDescription: metaDescription(voice.keyword, leads, (items) => voice.vary.order(items, "meta")),
    bodyMarkdown: markdown,
    headings: proseOf(markdown)
      .filter((line) => line.kind === "heading")
      .map((line) => line.text)
      .slice(0, 20),
    internalLinksUsed: draft.sections.flatMap((section) => (section.link ? [section.link] : [])),
    faq: draft.faq.slice(0, 6).map(({ q, a }) => ({ q, a })),
    imageIdeas: draft.sections.slice(0, 3).map((section) => cut(`A photo that shows: ${section.heading}`, 120)),
    wordCount: wordCountOf(markdown),
  };
}

function citationsOf(cited: readonly Cited[]) {
  return cited.slice(0, 60).map(({ sentence, chunkId }) => ({ claim: cut(sentence, 300), chunkId }));
}

function heeded(left: readonly string[]): string[] {
  if (left.length === 0) return [];
  return [cut(`Left out what people take out of texts: ${left.join(", ")}.`, 200)];
}

function warningsOf(input: BlogInput, envelope: Envelope, facts: Facts, draft: Draft, wishes: Wishes): string[] {
  const used = new Set(draft.sections.flatMap((section) => section.passages.map((passage) => passage.chunkId))).size;
  const sourced = draft.sections.reduce((sum, section) => sum + section.passages.length, 0);
  const asked = draft.sections.filter((section) => section.asked !== undefined);
  const revised = envelope.wakeReason === "rejection" || envelope.wakeReason === "critic";
  const changes = [
    ...asked.map((section) =>
      section.passages.length > 0
        ? `Added a section on ${section.asked}.`
        : `Added a section on ${section.asked}; no document covers it, so it is general.`,
    ),
    ...wishes.less.map((text) => `Left out what mentions ${text}.`),
    ...wishes.quotes.map((text) => `Removed the passage “${cut(text, 80)}”.`),
    ...(wishes.length ? [`Made the text ${wishes.length}.`] : []),
    ...(wishes.tone ? [`Made the tone ${wishes.tone === "friendly" ? "more personal" : "more formal"}.`] : []),
    ...(wishes.newTitle ? ["Changed the title."] : []),
  ];
  return [
    sourced > 0
      ? `Composed without a model from ${sourced} passages of ${Math.max(1, used)} source excerpts.`
      : "Composed without a model; no own sources were found, so the text is general advice without facts.",
    ...(facts.passages.length > 0 && sourced < draft.sections.length
      ? ["Some sections have no source of their own and stay general."]
      : []),
    ...changes,
    ...(revised && changes.length === 0 ? ["Written anew with another selection and order of passages."] : []),
    ...(input.previousVersion && revised ? ["Compare with the previous version before you approve."] : []),
  ]
    .map((text) => cut(text, 200))
    .slice(0, 20);
}
