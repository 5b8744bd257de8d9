import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildEnvironment } from "#localstack/environment.ts";
import { environmentDir } from "#localstack/paths.ts";
import { resolvePorts } from "#localstack/ports.ts";
import { loadSecrets } from "#localstack/secrets.ts";

/** Where the product under demonstration is, and what this machine knows about its stores. */
export interface Settings {
  apiUrl: string;
  inboxUrl: string | undefined;
  simulatorUrl: string | undefined;
  password: string;
  /** The variables of the product's processes; undefined when it runs elsewhere, so that only HTTP can be checked. */
  env: Record<string, string> | undefined;
}

/**
 * Reads the place and the demo password from the environment, else from the local cloud's own files.
 * @throws when no password is known
 */
export function loadSettings(given: NodeJS.ProcessEnv = process.env): Settings {
  const env = localEnvironment(given);
  const password = given["DEMO_PASSWORD"] || env?.["DEMO_PASSWORD"];
  if (!password) {
    throw new Error("No demo password is known. Start the product with npm start, or set DEMO_PASSWORD and API_URL.");
  }
  return {
    apiUrl: given["API_URL"] || loopback(env?.["API_URL"]) || "http://127.0.0.1:3003",
    inboxUrl: given["INBOX_URL"] || loopback(env?.["INBOX_URL"]),
    simulatorUrl: given["SIMULATOR_URL"] || loopback(env?.["SIMULATOR_URL"]),
    password,
    env,
  };
}

function localEnvironment(given: NodeJS.ProcessEnv): Record<string, string> | undefined {
  if (given["PLATFORM_DATABASE_URL"]) return defined(given);
  const dir = environmentDir();
  if (!existsSync(join(dir, "secrets.json"))) return undefined;
  return buildEnvironment({ ports: resolvePorts(given), secrets: loadSecrets(dir), given });
}

function defined(given: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Servers listen on 127.0.0.1 only, while `localhost` may be tried as IPv6 first. */
function loopback(url: string | undefined): string | undefined {
  return url?.replace("//localhost", "//127.0.0.1");
}
