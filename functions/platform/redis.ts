import { Redis } from "ioredis";
import { config } from "./config.ts";
import { log } from "./log.ts";

let shared: Redis | undefined;

/** A connection with the settings that survive a frozen function: few retries, offline queue on, a socket time-out. */
export function connect(): Redis {
  const client = new Redis(config("REDIS_URL"), {
    maxRetriesPerRequest: 2,
    enableOfflineQueue: true,
    socketTimeout: 5_000,
    connectTimeout: 2_000,
    lazyConnect: false,
  });
  client.on("error", (error) => log.warn({ error: error.message }, "redis connection"));
  return client;
}

/** The process's shared connection, opened at first use. */
export function redis(): Redis {
  if (!shared) {
    shared = connect();
    // Commands of one turn travel together.
    shared.options.enableAutoPipelining = true;
  }
  return shared;
}

const pauseMs = 1_000;
let silentUntil = 0;

/**
 * Asks Redis for something that can be done without it. Undefined when it does not answer, and then at once for a second, so
 * that an outage costs no request more than one wait.
 */
export async function whileItAnswers<T>(work: (client: Redis) => Promise<T>): Promise<T | undefined> {
  if (Date.now() < silentUntil) return undefined;
  try {
    return await work(redis());
  } catch (error) {
    silentUntil = Date.now() + pauseMs;
    log.warn({ error: error instanceof Error ? error.message : String(error) }, "redis is done without");
    return undefined;
  }
}

/** A connection that may block on reads for as long as it likes: for stream readers and subscriptions. */
export function blocking(): Redis {
  const client = new Redis(config("REDIS_URL"), { maxRetriesPerRequest: null, connectTimeout: 2_000 });
  client.on("error", (error) => log.warn({ error: error.message }, "redis reader"));
  return client;
}

/** True when Redis answers. */
export async function reachable(): Promise<boolean> {
  return (await redis().ping()) === "PONG";
}

/** `reachable`, decided within two seconds. */
export function answersSoon(): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), 2_000);
  return Promise.race([reachable().catch(() => false), late]).finally(() => clearTimeout(timer));
}

/** Closes the shared connection. */
export function close(): void {
  shared?.disconnect();
  shared = undefined;
}
