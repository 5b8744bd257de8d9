import { secret } from "./secrets.ts";
import { inContainers, store } from "./store.ts";

/** The vector index's server in small stages. */
export const qdrant = inContainers
  ? store("Qdrant", {
      image: "qdrant/qdrant:v1.19.0",
      port: 6333,
      data: "/qdrant/storage",
      cpu: "0.5 vCPU",
      memory: "2 GB",
      secrets: { QDRANT__SERVICE__API_KEY: secret("QDRANT_API_KEY").value },
      health: "bash -c '</dev/tcp/127.0.0.1/6333' || exit 1",
    })
  : undefined;

export const qdrantUrl = qdrant ? $interpolate`http://${qdrant.service}:6333` : undefined;
