import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

interface Version {
  /** The number of the version. */
  version: number;
  content: Record<string, unknown>;
  hash: string;
  /** As a rule whoever is at work. */
  author?: string | undefined;
  kind: "agent" | "human";
  runId?: string | null | undefined;
  changeNote?: string | undefined;
}

/** Keeps a version of a text for ever. */
export async function keepVersion(tx: Tx, of: { type: string; id: string }, version: Version): Promise<void> {
  const { content, hash, author = reference(), kind, runId = null, changeNote = null } = version;
  await tx
    .insertInto("contentVersions")
    .values({
      ...{ tenantId: tenant(), id: newId("contentVersion"), subjectType: of.type, subjectId: of.id },
      ...{ version: version.version, content: JSON.stringify(content), sha256: hash },
      ...{ author, authorKind: kind, changeNote, runId },
    })
    .execute();
}
