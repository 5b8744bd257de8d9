import { QdrantFailure, unsupported } from "./failure.ts";
import type { RouteRequest } from "./request.ts";

/** Parts of the real server's interface that are not here, by how the path goes on below the collection. */
const families: [path: RegExp, what: string][] = [
  [/^points\/(recommend|discover)(\/|$)/, "recommendation and discovery"],
  [/^points\/(search|query)\/groups$/, "grouping"],
  [/^points\/search\/matrix(\/|$)/, "a distance matrix"],
  [/^points\/vectors(\/|$)/, "changing vectors alone"],
  [/^vectors(\/|$)/, "a named vector"],
  [/^snapshots(\/|$)/, "a snapshot"],
  [/^shards\/.+/, "a snapshot of a shard"],
  [/^(cluster|shards|optimizations|memory)$/, "a report of shards, optimizations or memory"],
];

const rootFamilies = ["snapshots", "telemetry", "metrics", "locks", "issues", "stacktrace", "logger"];

/**
 * Refuses a request that has no route here.
 * @throws QdrantFailure 400 for what the real server would answer, 405 for what needs a cluster, 404 for what it does not know either
 */
export function refuse({ method, parts }: RouteRequest): never {
  const [root = "", , ...rest] = parts;
  const below = rest.join("/");
  if (method !== "GET" && (root === "cluster" || below === "cluster" || /^shards(\/delete)?$/.test(below)))
    throw new QdrantFailure(405, "Qdrant is running in standalone mode");
  if (rootFamilies.includes(root)) throw unsupported(root);
  const family = families.find(([path]) => path.test(below));
  if (family) throw unsupported(family[1]);
  throw new QdrantFailure(404, "");
}
