import type { Verification } from "#platform/audit.ts";
import { list, verify } from "#platform/audit.ts";
import { asPlatform } from "#platform/db.ts";

/** The tip of a chain as the writer keeps it. */
export interface Head {
  lastSeq: number;
  lastHash: string;
}

/** Verifies one chain against its head. Without a head there must be no entries. */
export async function verifyChain(chain: string, head: Head | undefined): Promise<Verification> {
  const result = await verify(chain, head);
  if (!result.ok) return result;
  if (!head) return result.checkedTo === 0 ? result : bad(result, 1, "the head of the chain is missing");
  const [tip] = await list(chain, { beforeSeq: head.lastSeq + 1 }, 1);
  if (head.lastSeq > 0 && tip?.hash !== head.lastHash)
    return bad(result, head.lastSeq, `entry ${head.lastSeq} is not the one the head of the chain names`);
  return result;
}

/** Verifies the chains of all tenants and of the platform. For the command line, which acts for the operator. */
export async function verifyAll(): Promise<Verification[]> {
  const { heads, tenants } = await asPlatform(async (tx) => ({
    heads: await tx.selectFrom("auditHeads").select(["chain", "lastSeq", "lastHash"]).execute(),
    tenants: await tx.selectFrom("tenants").select("id").execute(),
  }));
  const byChain = new Map<string, Head>(heads.map((head) => [head.chain, head]));
  const chains = new Set(["platform", ...tenants.map((row) => row.id), ...byChain.keys()]);
  const results: Verification[] = [];
  for (const chain of [...chains].sort()) results.push(await verifyChain(chain, byChain.get(chain)));
  return results;
}

function bad(result: Verification, firstBadSeq: number, reason: string): Verification {
  return { ...result, ok: false, firstBadSeq, reason };
}
