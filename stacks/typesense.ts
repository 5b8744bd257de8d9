import { secret } from "./secrets.ts";
import { inContainers, store } from "./store.ts";

/** The search index's server in small stages. */
export const typesense = inContainers
  ? store("Typesense", {
      image: "typesense/typesense:29.0",
      port: 8108,
      data: "/data",
      cpu: "0.5 vCPU",
      memory: "4 GB",
      environment: { TYPESENSE_DATA_DIR: "/data" },
      secrets: { TYPESENSE_API_KEY: secret("TYPESENSE_API_KEY").value },
      health: "bash -c '</dev/tcp/127.0.0.1/8108' || exit 1",
    })
  : undefined;

export const typesenseUrl = typesense ? $interpolate`http://${typesense.service}:8108` : undefined;
