import { secret } from "./secrets.ts";
import { inContainers, store } from "./store.ts";

/** The audit log's own store in small stages. The release step makes the login `audit`, which can find and insert. */
export const mongo = inContainers
  ? store("Mongo", {
      image: "mongo:8.0.17",
      port: 27017,
      data: "/data/db",
      cpu: "0.5 vCPU",
      memory: "1 GB",
      command: ["--wiredTigerCacheSizeGB", "0.25"],
      environment: { MONGO_INITDB_ROOT_USERNAME: "root" },
      secrets: { MONGO_INITDB_ROOT_PASSWORD: secret("MONGO_PASSWORD").value },
      health: "mongosh --quiet --eval 'db.runCommand({ ping: 1 }).ok' || exit 1",
    })
  : undefined;

const escaped = (name: "MONGO_PASSWORD" | "AUDIT_PASSWORD") => secret(name).value.apply(encodeURIComponent);

/** Where the product finds the audit log, with the login that may append. */
export const mongoUri = mongo
  ? $interpolate`mongodb://audit:${escaped("AUDIT_PASSWORD")}@${mongo.service}:27017/leadmetrics`
  : undefined;

/** The same for the release step, which makes the log's collections and logins. */
export const mongoAdminUri = mongo
  ? $interpolate`mongodb://root:${escaped("MONGO_PASSWORD")}@${mongo.service}:27017/leadmetrics?authSource=admin`
  : undefined;
