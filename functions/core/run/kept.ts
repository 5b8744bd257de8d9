import { gunzipSync } from "node:zlib";
import { get as stored } from "#platform/storage.ts";
import { notFound } from "#schema/errors.ts";

/** One part of what a run kept. */
export async function readKept(key: string): Promise<unknown> {
  const bytes = await stored(key);
  if (!bytes) throw notFound("Recording", key);
  return JSON.parse(gunzipSync(bytes).toString("utf8"));
}
