import { sentencesOf } from "#core/dataset/sentences.ts";
import { type Envelope, type PromptSection, sectionTokens } from "#schema/agent.ts";
import type { PromptPart } from "./index.ts";
import type { SitePage } from "./shapes.ts";

/** So much of a page that several share their room. */
const pageCharactersMax = 1_500;

/** A part of a prompt. Budget in tokens; the highest rank is dropped first. */
export function part(name: string, text: string, budget: number, rank: number, untrusted = false): PromptPart {
  return { name, text, budget, rank, untrusted };
}

/** A part made of lines, those that matter most first: whole lines go where it is too long. */
export function rowsPart(
  name: string,
  rows: readonly string[],
  budget: number,
  rank: number,
  untrusted = true,
): PromptPart {
  return { ...part(name, rows.join("\n"), budget, rank, untrusted), rows };
}

/** Things as lines, one for each. */
export function lines(things: readonly object[]): string[] {
  return things.map((thing) => JSON.stringify(thing));
}

/** Things as a table: a line that names the columns, then one of values for each thing. */
export function table<T extends object>(things: readonly T[], columns: readonly (keyof T & string)[]): string[] {
  if (things.length === 0) return [];
  return [
    JSON.stringify(columns),
    ...things.map((thing) => JSON.stringify(columns.map((name) => thing[name] ?? null))),
  ];
}

/** A thing as lines, one for each of its fields. */
export function fields(thing: object): string[] {
  return Object.entries(thing).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${name}: ${JSON.stringify(value)}`],
  );
}

/** A part that is a section of every prompt, with the section's usual room. */
export function sectionPart(
  section: PromptSection,
  name: string,
  text: string,
  rank: number,
  untrusted = false,
): PromptPart {
  return { ...part(name, text, sectionTokens[section], rank, untrusted), section };
}

/** The company's context file, with language and time. */
export function contextParts(envelope: Envelope): PromptPart[] {
  const banned = envelope.bannedWords.length > 0 ? `\nNever use these words: ${envelope.bannedWords.join(", ")}` : "";
  return [
    part(
      "Language",
      `Write in ${envelope.locale}. Today is ${envelope.now.slice(0, 10)} (${envelope.timeZone}).${banned}`,
      400,
      1,
    ),
    sectionPart("context", "Context file of the company", envelope.contextFile, 2),
  ];
}

/** What reviewers asked for. Only the wording of people, so it is data that the task refers to. */
export function notesPart(envelope: Envelope): PromptPart {
  const lead =
    envelope.wakeReason === "critic" ? "The quality check asked for changes" : "A reviewer rejected the last version";
  const notes = envelope.reviewerNotes?.trim();
  const text = notes ? `${lead}. Change what the note asks for:\n${notes}` : "";
  return sectionPart("notes", "Reviewer notes", text, 1, true);
}

/** What the agent can load to work by: names and descriptions alone. */
export function skillsPart({ skills = [] }: Envelope): PromptPart {
  const lines = skills.map(({ name, description }) => `- ${name}: ${description}`);
  const list = lines.length > 0 ? ["Load one with load_skill before you begin when it fits.", ...lines].join("\n") : "";
  return sectionPart("skills", "Skills", list, 7);
}

/** What was learned of the client, the surest first: what does not fit whole stays out. Words of people, so each is data. */
export function memoryParts({ memory = [] }: Envelope): PromptPart[] {
  if (memory.length === 0) return [];
  const lead =
    "Blocks named memory tell what people approved, changed or sent back before; the number says how sure that is. " +
    "Heed them wherever brief and notes leave a choice.";
  return [
    sectionPart("memory", "Memory", lead, 6),
    ...memory.map(({ key, value, confidence }, at) =>
      sectionPart("memory", `memory | ${key} | ${confidence} | ${at + 1}`, value.text, 20 + at, true),
    ),
  ];
}

/** The retrieved passages, one data block each, under one budget; best first. */
export function chunkParts(envelope: Envelope): PromptPart[] {
  if (envelope.chunks.length === 0)
    return [part("Sources", "No own sources found. Do not state facts, figures or names.", 60, 2)];
  return envelope.chunks.map((chunk, index) => ({
    name: `${chunk.chunkId} | ${chunk.fileName.replaceAll("|", "/").slice(0, 120)} | ${chunk.trust}`,
    text: chunk.text,
    budget: sectionTokens.chunks,
    rank: 10 + index,
    untrusted: true,
    section: "chunks",
  }));
}

/** Pages of the company's own site, the beginning of each in a data block, in the room that pages share; the first ones matter most. */
export function sitePart(pages: readonly SitePage[]): PromptPart[] {
  return pages.map(({ url, title, text }, index) =>
    sectionPart("pages", `${url} | ${title}`, beginningOf(text), 20 + index, true),
  );
}

function beginningOf(text: string): string {
  if (text.length <= pageCharactersMax) return text;
  const sentences = sentencesOf(text.slice(0, pageCharactersMax)).slice(0, -1);
  return text.slice(0, sentences.at(-1)?.end ?? pageCharactersMax);
}
