import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  buildEnvironment,
  databaseSuperuserUrl,
  externalStores,
  rolePasswords,
  type StoreName,
  storeVariables,
} from "./environment.ts";
import type { Service } from "./managed-child.ts";
import { nodeCommand, thriftyFlags } from "./node-command.ts";
import { root } from "./paths.ts";
import type { Ports } from "./ports.ts";
import type { Secrets } from "./secrets.ts";
import { postgresService } from "./services/postgres.ts";
import { prepareRoles } from "./services/postgres-roles.ts";
import { redisService } from "./services/redis.ts";
import { createSupervisor, type Supervisor, type SupervisorEvent } from "./supervisor.ts";

export type StoresOptions = {
  /** Folder of the environment: one folder per store below it, and `log`. */
  dataDir: string;
  ports: Ports;
  secrets: Secrets;
  /** Told about starts, deaths and recoveries. */
  log?: (event: SupervisorEvent) => void;
  /** Variables that may name servers to use instead of embedded ones; default the process's. */
  given?: NodeJS.ProcessEnv;
  /** The stores hold the data of one test run, which nobody needs after a crash of the machine. */
  isThrowaway?: boolean;
  /** Put the processes under this supervisor instead of an own one. */
  supervisor?: Supervisor;
};

/**
 * Starts every store that no variable names, the simulators of the outside world and the demo site, side by side, and prepares
 * the database's roles.
 * @returns the environment of the product's processes, the login that makes roles, and `stop`, which ends what was started (all, if the supervisor was given)
 * @throws if one cannot start; then nothing is left running
 */
export async function startStores(
  options: StoresOptions,
): Promise<{ env: Record<string, string>; masterUrl: string; stop: () => Promise<void> }> {
  const { dataDir, ports, secrets, given = process.env, isThrowaway = false } = options;
  mkdirSync(dataDir, { recursive: true });
  const report = options.log ?? (() => undefined);
  const supervisor = options.supervisor ?? createSupervisor({ logDir: join(dataDir, "log"), report });
  const env = buildEnvironment({ ports, secrets, given });
  const masterUrl = databaseSuperuserUrl(ports, secrets, given);
  try {
    await supervisor.start(
      storeServices({ dataDir, ports, secrets, env, external: externalStores(given), isThrowaway }),
    );
    await prepareRoles(masterUrl, rolePasswords(secrets));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { env, masterUrl, stop: supervisor.stop };
}

type ServicesOptions = {
  dataDir: string;
  ports: Ports;
  secrets: Secrets;
  env: Record<string, string>;
  external: ReadonlySet<StoreName>;
  isThrowaway: boolean;
};

function storeServices({ dataDir, ports, secrets, env, external, isThrowaway }: ServicesOptions): Service[] {
  const script = (name: string, port: number, path: string, variables: Record<string, string> = {}): Service => {
    const own = { PORT: String(port), DATA_DIR: join(dataDir, name), ...variables };
    return { name, ready: "line", command: () => nodeCommand(join(root, path), own, { flags: thriftyFlags }) };
  };
  const pick = (...names: string[]): Record<string, string> => {
    return Object.fromEntries(names.map((name) => [name, env[name] ?? ""]));
  };
  const stores: Record<StoreName, Service> = {
    postgres: postgresService({
      port: ports.postgres,
      dataDir: join(dataDir, "postgres"),
      password: secrets.POSTGRES_PASSWORD,
      isThrowaway,
    }),
    redis: redisService({ port: ports.redis, dataDir: join(dataDir, "redis") }),
    mongo: script("mongo", ports.mongo, "localstack/services/mongo.ts", {
      MONGO_INITDB_ROOT_USERNAME: "root",
      MONGO_INITDB_ROOT_PASSWORD: secrets.MONGO_PASSWORD,
    }),
    typesense: script("typesense", ports.typesense, "localstack/services/typesense.ts", pick("TYPESENSE_API_KEY")),
    qdrant: script("qdrant", ports.qdrant, "localstack/services/qdrant.ts", pick("QDRANT_API_KEY")),
    s3: script(
      "s3",
      ports.s3,
      "localstack/services/s3.ts",
      pick("S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_BUCKET", "S3_LEGAL_BUCKET", "S3_REGION"),
    ),
    smtp: script("smtp", ports.smtp, "localstack/services/smtp.ts", { INBOX_PORT: String(ports.inbox) }),
  };
  const names = Object.keys(storeVariables) as StoreName[];
  return [
    ...names.filter((name) => !external.has(name)).map((name) => stores[name]),
    script(
      "simulators",
      ports.simulators,
      "localstack/providers/index.ts",
      pick("SIMULATOR_WORDPRESS_PASSWORD", "SIMULATOR_URL", "SITE_URL"),
    ),
    script("site", ports.site, "localstack/demo/site.ts", pick("SITE_URL")),
  ];
}
