import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type MemoryKey, MemoryValue, memoryKeys, type Remembered, rememberedMax, sureFrom } from "#schema/memory.ts";

const listed = 12;

/** What an agent remembers of the tenant, for its prompt: the surest first. Lists are one entry, everything else stands alone. */
export async function recall(tx: Tx, agent: string): Promise<Remembered[]> {
  const rows = await tx
    .selectFrom("tenantAgentMemories")
    .select(["key", "value", "confidence"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("evidenceCount", ">", 0)
    .orderBy("key")
    .execute();
  return rows
    .flatMap(({ key, value, confidence }) => {
      const points = MemoryValue.safeParse(value).data ?? [];
      if (points.length === 0 || !(key in memoryKeys)) return [];
      const known = key as MemoryKey;
      if (memoryKeys[known].confirms !== "list")
        return points.map((point) => ({
          key,
          value: { text: point.text, data: point.data },
          confidence: point.confidence,
        }));
      const text = points.slice(0, listed).map((point) => point.text);
      return [{ key, value: { text: `${memoryKeys[known].label}: ${text.join("; ")}` }, confidence }];
    })
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, rememberedMax);
}

/** The length of texts that people approve, once it is sure; else null. */
export async function preferredLength(tx: Tx, agent: string, key: MemoryKey): Promise<number | null> {
  const row = await tx
    .selectFrom("tenantAgentMemories")
    .select("value")
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("key", "=", key)
    .where("confidence", ">=", sureFrom)
    .executeTakeFirst();
  const amount = MemoryValue.safeParse(row?.value).data?.[0]?.data["amount"];
  return typeof amount === "number" ? amount : null;
}
