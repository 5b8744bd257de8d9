import type { Envelope } from "#schema/agent.ts";
import type { PromptPart } from "./descriptor.ts";

/** A part of a prompt. Budget in tokens; the highest rank is dropped first. */
export function part(name: string, text: string, budget: number, rank: number, untrusted = false): PromptPart {
  return { name, text, budget, rank, untrusted };
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
    part("Context file of the company", envelope.contextFile, 3_000, 2),
  ];
}

/** What reviewers asked for. Only the wording of people, so it is data that the task refers to. */
export function notesPart(envelope: Envelope): PromptPart {
  const lead =
    envelope.wakeReason === "critic" ? "The quality check asked for changes" : "A reviewer rejected the last version";
  const notes = envelope.reviewerNotes?.trim();
  return part("Reviewer notes", notes ? `${lead}. Change what the note asks for:\n${notes}` : "", 500, 1, true);
}

/** The retrieved passages, one data block each, under one budget; best first. */
export function chunkParts(envelope: Envelope): PromptPart[] {
  if (envelope.chunks.length === 0)
    return [part("Sources", "No own sources found. Do not state facts, figures or names.", 60, 2)];
  return envelope.chunks.map((chunk, index) => ({
    name: `${chunk.chunkId} | ${chunk.fileName} | ${chunk.trust}`,
    text: chunk.text,
    budget: 2_000,
    rank: 10 + index,
    untrusted: true,
    group: "chunks",
  }));
}
