import { AppError } from "#schema/errors.ts";
import { pool } from "./db.ts";
import { platformRole } from "./platform-role.ts";

/**
 * Runs work that no other process may do at the same time. The lock ends with the work, or with the process that held it.
 * @throws `request.stale_state` when another process is at it
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const client = await pool(platformRole).connect();
  try {
    const { rows } = await client.query<{ got: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as got",
      [name],
    );
    if (!rows[0]?.got)
      throw new AppError("request.stale_state", `Another process is at work: ${name}. Wait for its end.`);
    try {
      return await work();
    } finally {
      await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]);
    }
  } finally {
    client.release();
  }
}
