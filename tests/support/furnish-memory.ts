import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

/** Gives a tenant a memory of its writer of posts: one point that is known, one that was taken away. */
export async function insertMemory(tx: Tx, { id: tenantId }: TestTenant, subjectId: string) {
  const agentMemory = newId("tenantAgentMemory");
  const about = { tenantId, agent: "blog-writer", key: "edit_patterns" };
  const seen = { source: "edit", subjectType: "blog_post", subjectId, version: 1, learnedAt: new Date() };
  await tx
    .insertInto("memoryEvidence")
    .values([
      {
        ...about,
        ...seen,
        ...{ point: "word:ours", lesson: "Only we do not write this" },
        id: newId("memoryEvidence"),
      },
      {
        ...{ ...about, ...seen, point: "word:theirs", lesson: "Only we took this away", id: newId("memoryEvidence") },
        ...{ forgottenAt: new Date(), forgottenBy: "system:test" },
      },
    ])
    .execute();
  const point = { point: "word:ours", text: "Only we do not write this", confidence: 0.4, evidenceCount: 1, data: {} };
  await tx
    .insertInto("tenantAgentMemories")
    .values({ ...about, id: agentMemory, value: JSON.stringify([point]), confidence: 0.4, evidenceCount: 1 })
    .execute();
  return { agentMemory };
}
