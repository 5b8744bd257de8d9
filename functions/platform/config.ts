import { Resource } from "sst/resource";
import type * as z from "zod";
import { Config, type ConfigKey } from "#schema/config.ts";
import { linkName } from "#schema/link.ts";

const cache = new Map<ConfigKey, unknown>();

/**
 * One configuration value: of the environment, else of the function's SST links. Read when first asked for.
 * @throws an Error that names the key and who sets it, when it is missing or malformed
 */
export function config<K extends ConfigKey>(key: K): Config[K] {
  const known = cache.get(key);
  if (known !== undefined) return known as Config[K];
  const given = process.env[key] ?? linked(key);
  const result = Config.shape[key].safeParse(given);
  if (!result.success) throw new Error(`${explain(key, given, result.error)} ${remedyOf(key)}`);
  cache.set(key, result.data);
  return result.data as Config[K];
}

// What the links are is known to the stacks, not to the types; whatever is found is parsed.
const links = Resource as unknown as Readonly<Record<string, { value?: unknown }>>;

function linked(key: ConfigKey): unknown {
  const name = linkName(key);
  try {
    return name in links ? links[name]?.value : undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The links, looked at for ${name}, cannot be read: ${reason}. ${remedyOf(key)}`, { cause });
  }
}

function explain(key: string, given: unknown, { issues }: z.ZodError): string {
  if (given === undefined) return `The configuration value ${key} is missing.`;
  return `The configuration value ${key} is malformed: ${issues.map(({ message }) => message).join("; ")}.`;
}

function remedyOf(key: string): string {
  return `npm start sets it as an environment variable; on AWS its stack does, or links it as ${linkName(key)}.`;
}
