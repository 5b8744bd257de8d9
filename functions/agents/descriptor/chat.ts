import * as z from "zod";
import type { Envelope } from "#schema/agent.ts";
import type { PromptPart } from "./index.ts";
import { chunkParts, contextParts, part } from "./parts.ts";
import { bounded } from "./text.ts";

/** A question in a conversation. */
export const ChatInput = z.object({
  threadId: z.string(),
  message: z.string().min(1).max(4_000),
  history: z
    .array(z.object({ role: z.string(), body: z.string() }))
    .max(40)
    .default([]),
});
export type ChatInput = z.infer<typeof ChatInput>;

const citations = z.array(z.strictObject({ claim: bounded(3, 300), source: bounded(2, 200) })).max(20);

/** An answer in a conversation, in Markdown, with what it rests on. */
export const ChatAnswer = z.strictObject({ answer: bounded(1, 8_000), citations });
export type ChatAnswer = z.infer<typeof ChatAnswer>;

/** Question, what was said before, and what is known of the company. */
export function chatParts({ message, history }: ChatInput, envelope: Envelope): PromptPart[] {
  const said = history.slice(-12).map(({ role, body }) => `${role}: ${body.slice(0, 1_500)}`);
  return [
    part("Question", message, 1_500, 0),
    part("Said before", said.join("\n\n"), 2_000, 6, true),
    ...contextParts(envelope),
    ...chunkParts(envelope),
  ];
}
