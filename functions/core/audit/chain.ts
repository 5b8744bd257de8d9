import type { Verification } from "#platform/audit.ts";
import { list, verify } from "#platform/audit.ts";
import { asPlatform } from "#platform/db.ts";

/** The tip of a chain as the writer keeps it. */
interface Head {
  lastSeq: number;
  lastHash: string;
}

/**
 * Recomputes one chain and compares it with its kept head. The heads stand outside every tenant's reach, so that nobody who can
 * write a tenant's rows can move its head; therefore they are read as the platform, this chain's only.
 */
export async function verifyChain(chain: string): Promise<Verification> {
  const head = await headOf(chain);
  const result = await verify(chain, head);
  if (!result.ok || result.checkedTo === 0) return result;
  // The writer may be at work on the very first entries; its head is there when it has finished.
  const known = head ?? (await headOf(chain));
  if (!known) return bad(result, 1, "the head of the chain is missing");
  const [tip] = await list(chain, { beforeSeq: known.lastSeq + 1 }, 1);
  if (known.lastSeq > 0 && tip?.hash !== known.lastHash)
    return bad(result, known.lastSeq, `entry ${known.lastSeq} is not the one the head of the chain names`);
  return result;
}

/** Verifies the chains of all tenants and of the platform. For the command line, which acts for the operator. */
export async function verifyAll(): Promise<Verification[]> {
  const chains = await asPlatform(async (tx) => {
    const heads = await tx.selectFrom("auditHeads").select("chain").execute();
    const tenants = await tx.selectFrom("tenants").select("id").execute();
    return new Set(["platform", ...tenants.map((row) => row.id), ...heads.map((row) => row.chain)]);
  });
  const results: Verification[] = [];
  for (const chain of [...chains].sort()) results.push(await verifyChain(chain));
  return results;
}

async function headOf(chain: string): Promise<Head | undefined> {
  return await asPlatform((tx) =>
    tx.selectFrom("auditHeads").select(["lastSeq", "lastHash"]).where("chain", "=", chain).executeTakeFirst(),
  );
}

function bad(result: Verification, firstBadSeq: number, reason: string): Verification {
  return { ...result, ok: false, firstBadSeq, reason };
}
