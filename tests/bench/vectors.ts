import { client } from "#platform/vectors.ts";
import { graph } from "#schema/vectors.ts";
import { factor, latencies, number, type Row } from "./measure.ts";
import { randomizer } from "./text.ts";

export const title =
  "the ten nearest points of one of 20 tenants through the official client; other: an exact scan of its points in this process";

const sizes = [12_500, 25_000, 50_000] as const;
const dimensions = 384;
const tenants = 20;
const centres = 200;
const nearest = 10;
const rounds = 3;
const calls = 100;
const batch = 500;
const name = "bench";

interface Hit {
  id: number;
  score: number;
}

/** Points gather around centres, as embeddings of sentences do. */
export async function measure(): Promise<Row[]> {
  const random = randomizer(dimensions);
  const cloud = pointCloud(random);
  await client().createCollection(name, { vectors: { size: dimensions, distance: "Cosine" }, hnsw_config: graph });
  const index = { field_name: "tenant_id", field_schema: { type: "keyword", is_tenant: true }, wait: true } as const;
  await client().createPayloadIndex(name, index);
  const points: number[][] = [];
  const rows: Row[] = [];
  for (const size of sizes) {
    while (points.length < size)
      points.push(...(await plant(points.length, Math.min(batch, size - points.length), cloud)));
    const questions = Array.from({ length: rounds * calls }, cloud);
    const answers: Hit[][] = [];
    const exact: Hit[][] = [];
    const cost = await latencies(
      { rounds, calls },
      {
        ours: async (at) => {
          answers[at] = await ask(questions[at] ?? [], at % tenants);
        },
        other: async (at) => {
          exact[at] = scan(points, questions[at] ?? [], at % tenants);
        },
      },
    );
    const row = (what: string, ours: string, other = "-", ratio = "-", reach = "-"): Row => ({
      what,
      size: `${number(size)} x ${dimensions}`,
      ours,
      other,
      ratio,
      reach,
    });
    const ms = (of: "p50" | "p95") =>
      [`${number(cost.ours[of])} ms`, `${number(cost.other[of])} ms`, factor(cost.ours[of] / cost.other[of])] as const;
    rows.push(
      row("median", ...ms("p50")),
      row("95th percentile", ...ms("p95")),
      row("recall of the ten", recall(answers, exact).toFixed(3), "1.000", "-", "1.000"),
    );
  }
  await client().deleteCollection(name);
  return rows;
}

/** Makes vectors, with four digits to a number. */
function pointCloud(random: () => number): () => number[] {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middles = Array.from({ length: centres }, () => Array.from({ length: dimensions }, normal));
  return () => {
    const middle = middles[Math.floor(random() * centres)] ?? [];
    return middle.map((value) => Math.round((value + 0.9 * normal()) * 10_000) / 10_000);
  };
}

async function plant(from: number, count: number, cloud: () => number[]): Promise<number[][]> {
  const vectors = Array.from({ length: count }, cloud);
  const points = vectors.map((vector, at) => ({
    id: from + at,
    vector,
    payload: { tenant_id: `ten_${(from + at) % tenants}`, file_id: `dsf_${Math.floor((from + at) / 50)}` },
  }));
  await client().upsert(name, { wait: true, points });
  return vectors;
}

async function ask(query: number[], tenant: number): Promise<Hit[]> {
  const filter = { must: [{ key: "tenant_id", match: { value: `ten_${tenant}` } }] };
  const { points } = await client().query(name, { query, filter, limit: nearest, with_payload: true });
  return points.map(({ id, score }) => ({ id: Number(id), score }));
}

function scan(points: readonly number[][], query: readonly number[], tenant: number): Hit[] {
  const scored: Hit[] = [];
  for (let id = tenant; id < points.length; id += tenants) scored.push({ id, score: cosine(points[id] ?? [], query) });
  return scored.toSorted((a, b) => b.score - a.score).slice(0, nearest);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [dot, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < dimensions; at++) {
    const [x = 0, y = 0] = [a[at], b[at]];
    dot += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return dot / Math.sqrt(ofA * ofB);
}

function recall(answers: readonly Hit[][], exact: readonly Hit[][]): number {
  const found = exact.flatMap((hits, at) => hits.filter(({ id }) => answers[at]?.some((hit) => hit.id === id)));
  return found.length / (exact.length * nearest);
}
