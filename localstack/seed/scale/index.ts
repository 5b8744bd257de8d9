import pg from "pg";
import { asPlatform } from "#platform/db.ts";
import { hashPassword } from "#platform/password.ts";
import { newId } from "#schema/ids.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";
import { type Sheets, write } from "./copy.ts";
import { documents } from "./knowledge.ts";
import { story } from "./post.ts";
import { foundation, type Ground } from "./tenant.ts";

const storiesEach = 10;
const documentsEach = 10;
const writers = 2;

type Platform = Pick<Ground, "regionId" | "embeddingModelId" | "agentVersions" | "passwordHash">;

/**
 * Clients `scale-1` … `scale-N` with about `scale` x 1,000 rows each, written by COPY. Those that exist stay as they are.
 * @param progress told the clients and rows written so far
 * @returns clients and rows written
 */
export async function seedScale(
  count: number,
  scale: number,
  progress: (clients: number, rows: number) => void,
): Promise<{ clients: number; rows: number }> {
  const platform = await readPlatform();
  const waiting = await missing(count);
  const done = { clients: 0, rows: 0 };
  const writer = async (): Promise<void> => {
    // COPY into a table with policies is for logins that have none to obey.
    const client = new pg.Client({ connectionString: process.env["MASTER_DATABASE_URL"] });
    await client.connect();
    try {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
        const written = await write(client, rowsOf(number, scale, platform));
        done.rows += written;
        done.clients += 1;
        progress(done.clients, done.rows);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return done;
}

function rowsOf(number: number, scale: number, platform: Platform): Sheets {
  const ground: Ground = {
    ...platform,
    tenantId: newId("tenant"),
    number,
    slug: `scale-${number}`,
    channelId: newId("channel"),
    datasetId: newId("dataset"),
    people: { admin: newId("user"), approver: newId("user"), member: newId("user"), reviewer: newId("user") },
  };
  const sheets: Sheets = new Map();
  foundation(sheets, ground);
  const passages = documents(sheets, ground, documentsEach * scale);
  for (let index = 0; index < storiesEach * scale; index++) story(sheets, ground, passages, index);
  return inOrder(sheets);
}

// Whoever is pointed at comes first.
function inOrder(sheets: Sheets): Sheets {
  const last = [
    "blogPosts",
    "blogRequests",
    "approvalVotes",
    "publishAttempts",
    "publishSteps",
    "creditLedger",
  ] as const;
  const first = ["tenants", "users", "activities", "agentRuns", "contentBriefs"] as const;
  const rest = [...sheets.keys()].filter((table) => ![...first, ...last].some((named) => named === table));
  const order = [...first, ...rest, ...last];
  return new Map(order.flatMap((table) => (sheets.has(table) ? [[table, sheets.get(table) ?? []] as const] : [])));
}

async function readPlatform(): Promise<Platform> {
  const passwordHash = await hashPassword(process.env["DEMO_PASSWORD"] ?? "");
  return asPlatform(async (tx) => {
    const region = await tx.selectFrom("regions").select("id").where("code", "=", "world").executeTakeFirstOrThrow();
    const model = await tx
      .selectFrom("embeddingModels")
      .select("id")
      .where("name", "=", defaultEmbeddingModel)
      .executeTakeFirstOrThrow();
    const agents = await tx.selectFrom("agents").select(["name", "currentVersionId"]).execute();
    return {
      regionId: region.id,
      embeddingModelId: model.id,
      agentVersions: new Map(agents.map((agent) => [agent.name, agent.currentVersionId ?? ""])),
      passwordHash,
    };
  });
}

async function missing(count: number): Promise<number[]> {
  const rows = await asPlatform((tx) =>
    tx.selectFrom("tenants").select("slug").where("slug", "like", "scale-%").execute(),
  );
  const known = new Set(rows.map((row) => row.slug));
  return Array.from({ length: count }, (_, index) => index + 1).filter((number) => !known.has(`scale-${number}`));
}
