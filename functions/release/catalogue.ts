import { readFileSync } from "node:fs";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { tableIds } from "#schema/database/table-ids.ts";
import { newId } from "#schema/ids.ts";

type Values = Record<string, unknown>;

/** Rows of a table that every installation needs. Those that are there stay as they are, except for the columns named in `upToDate`. */
export interface RowSet {
  table: keyof typeof tableIds;
  /** Columns by which a row is known again. */
  key: readonly string[];
  upToDate?: readonly string[];
  /** True where a row that people removed is not to come back. */
  once?: boolean;
  rows: readonly Values[];
}

/** An agent, and the first version of how it works. */
export interface AgentRow {
  name: string;
  texts: Values;
  terms: Values;
  /** As long as nobody set it in Manage. */
  timing: Values;
  /** As long as the version in use is not one that people made. */
  work: Values;
  version: Values;
}

/** What every installation needs in its database before anybody works with it. It is plain data: the release knows no agent. */
export interface Catalogue {
  agents: readonly AgentRow[];
  sets: readonly RowSet[];
}

/** The catalogue that was laid beside the release when its image was made. */
export function readCatalogue(): Catalogue {
  return JSON.parse(readFileSync(new URL("catalogue.json", import.meta.url), "utf8")) as Catalogue;
}

/** Adds what is missing and brings up to date what nobody edited; any number of times. @returns how many rows are new */
export function bring({ agents, sets }: Catalogue): Promise<number> {
  return asPlatform(async (tx) => {
    let added = 0;
    for (const agent of agents) added += (await bringAgent(tx, agent)) ? 1 : 0;
    for (const set of sets) added += await bringRows(tx, set);
    return added;
  });
}

async function bringRows(tx: Tx, { table, key, upToDate = [], once = false, rows }: RowSet): Promise<number> {
  // One statement for any table; its columns are those of the catalogue.
  const name = table as "activityTemplates";
  const columns = key as "type"[];
  const known = once ? (await tx.selectFrom(name).select(columns).execute()).map((row) => keyOf(row, key)) : [];
  const wanted = rows.filter((row) => !known.includes(keyOf(row, key)));
  if (wanted.length === 0) return 0;
  const ids = wanted.map(() => newId(tableIds[table]));
  const written = await tx
    .insertInto(name)
    .values(wanted.map((row, at) => ({ id: ids[at], ...row })) as never)
    .onConflict((conflict) =>
      upToDate.length === 0
        ? conflict.doNothing()
        : conflict
            .columns(columns)
            .doUpdateSet(({ ref }) =>
              Object.fromEntries(upToDate.map((column) => [column, ref(`excluded.${column as "label"}`)])),
            ),
    )
    .returning("id")
    .execute();
  return written.filter(({ id }) => ids.includes(id as never)).length;
}

const keyOf = (row: Values, key: readonly string[]): string => JSON.stringify(key.map((column) => row[column]));

async function bringAgent(tx: Tx, { name, texts, terms, timing, work, version }: AgentRow): Promise<boolean> {
  await tx
    .insertInto("agents")
    .values({ id: newId("agent"), name, ...texts, ...terms, ...timing } as never)
    .onConflict((conflict) => conflict.column("name").doUpdateSet(texts))
    .execute();
  await tx.updateTable("agents").set(timing).where("name", "=", name).where("updatedBy", "is", null).execute();
  const agent = await tx
    .selectFrom("agents")
    .select(["id", "currentVersionId"])
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  if (agent.currentVersionId) {
    await tx
      .updateTable("agentVersions")
      .set(work)
      .where("id", "=", agent.currentVersionId)
      .where("publishedBy", "is", null)
      .execute();
    return false;
  }
  const id = newId("agentVersion");
  await tx
    .insertInto("agentVersions")
    .values({ id, agentId: agent.id, version: 1, ...version, ...work, publishedAt: new Date() } as never)
    .execute();
  await tx.updateTable("agents").set({ currentVersionId: id }).where("id", "=", agent.id).execute();
  return true;
}
