import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export interface Turn {
  /** Number of the lock. */
  key: number;
  waitMaxMs: number;
  pollMs: number;
  /** What is said when the wait was too long. */
  tooLong: string;
}

/**
 * Waits until a connection holds a lock, which ends with the connection. Asked again and again instead of waited for: a waiting
 * statement would hold a snapshot that an online index must wait for.
 * @throws when another holds it for too long
 */
export async function takeTurn(client: pg.Client, { key, waitMaxMs, pollMs, tooLong }: Turn): Promise<void> {
  const until = Date.now() + waitMaxMs;
  while (true) {
    const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock($1) as mine", [key]);
    if (rows[0]?.mine) return;
    if (Date.now() > until) throw new Error(tooLong);
    await sleep(pollMs);
  }
}

const release = {
  key: 4_711_002,
  waitMaxMs: 15 * 60_000,
  pollMs: 200,
  tooLong: "Another release has been at work for fifteen minutes.",
} as const satisfies Turn;

/**
 * Runs a release while no other is at work on the server.
 * @throws when it is not this one's turn within fifteen minutes
 */
export async function inTurn<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const url = new URL(databaseUrl);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href, application_name: "release", keepAlive: true });
  await client.connect();
  try {
    await takeTurn(client, release);
    return await work();
  } finally {
    await client.end();
  }
}
