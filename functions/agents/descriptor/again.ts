import * as z from "zod";
import type { Envelope } from "#schema/agent.ts";
import { CriticIssue } from "./critique.ts";
import type { PromptPart } from "./index.ts";
import { fields, notesPart, part, rowsPart } from "./parts.ts";

/** What a writer is told when it writes a piece again. */
export const Again = z.object({
  previousVersion: z.record(z.string(), z.unknown()).optional(),
  revisionNotes: z.string().max(4_000).optional(),
  criticIssues: z.array(CriticIssue).default([]),
});
export type Again = z.infer<typeof Again>;

/** Notes, issues and the last version as parts of a prompt. */
export function againParts({ previousVersion, revisionNotes, criticIssues }: Again, envelope: Envelope): PromptPart[] {
  const told = revisionNotes && !envelope.reviewerNotes ? { ...envelope, reviewerNotes: revisionNotes } : envelope;
  return [
    notesPart(told),
    issuesPart(criticIssues),
    rowsPart("Previous version", fields(previousVersion ?? {}), 2_000, 8),
  ];
}

/** What the critic found in the last version. */
export function issuesPart(issues: readonly CriticIssue[]): PromptPart {
  const lines = issues.map(({ severity, description, suggestion }) => `- (${severity}) ${description} ${suggestion}`);
  return part("Issues to solve", lines.join("\n"), 500, 1, true);
}
