import { createServer } from "node:http";
import * as search from "#platform/search.ts";
import * as vectors from "#platform/vectors.ts";
import { defaultEmbeddingModel, embeddingModels } from "#schema/vectors.ts";
import { as, machine } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

/** The second look: stores that answer with another tenant's rows are not believed. Needs a process part that asked no store yet. */
export async function lies({ own, foreign }: World): Promise<string[]> {
  const promises = new Promises();
  const document = { id: "blg_1", tenantId: foreign.id, title: "Theirs", updatedAt: 1 };
  await answering("TYPESENSE_URL", { results: [{ found: 1, hits: [{ document, highlights: [] }] }] }, async () => {
    const questions = [{ collection: "blogs", q: "theirs", perPage: 10, page: 1 }] as const;
    const [answer] = await as(machine(own.id), () => search.find(questions));
    promises.holds("a document of another tenant is dropped, whoever sent it", answer?.hits.length === 0);
  });
  const payload = { tenant_id: foreign.id, chunk_id: "chk_1", file_id: "dsf_1", generation: 1 };
  const points = [{ id: 1, version: 1, score: 1, payload }];
  await answering("QDRANT_URL", { result: { points }, status: "ok", time: 0 }, async () => {
    const vector = Array.from({ length: embeddingModels[defaultEmbeddingModel].dimensions }, () => 1);
    const query = { datasetIds: [own.datasetId], limit: 10 };
    const hits = await as(machine(own.id), () => vectors.nearest(defaultEmbeddingModel, vector, query));
    promises.holds("a passage of another tenant is dropped, whoever sent it", hits.length === 0);
  });
  return promises.broken;
}

/** Runs work while a store's address leads to a server that always gives the same answer. */
async function answering(variable: string, answer: unknown, work: () => Promise<void>): Promise<void> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const real = process.env[variable];
  process.env[variable] = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  try {
    await work();
  } finally {
    process.env[variable] = real;
    server.closeAllConnections();
    server.close();
  }
}
