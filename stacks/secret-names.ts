const always = [
  "AUTH_SECRET",
  "AUTH_SIGNING_KEY",
  "AUTH_VERIFY_KEYS",
  "PROVIDER_CONFIG_ENCRYPTION_KEY",
  "CURSOR_SECRET",
  "APP_PASSWORD",
  "PLATFORM_PASSWORD",
  "AUTH_PASSWORD",
  "MIGRATOR_PASSWORD",
  "TYPESENSE_API_KEY",
  "QDRANT_API_KEY",
] as const;

const ofStores = {
  containers: ["MONGO_PASSWORD", "AUDIT_PASSWORD"],
  managed: ["MONGODB_URI", "MONGODB_ADMIN_URI", "TYPESENSE_URL", "QDRANT_URL"],
} as const;

export type SecretName = (typeof always)[number] | (typeof ofStores)["containers" | "managed"][number];

/** Secrets that a stage wants, by where its audit log and its indexes live; SST knows them under their link's name. */
export function secretNames(stores: "containers" | "managed"): readonly SecretName[] {
  return [...always, ...ofStores[stores]];
}
