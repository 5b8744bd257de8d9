import { bring } from "#functions/release/catalogue.ts";
import { asPlatform } from "#platform/db.ts";
import { seedAdapters } from "./adapters.ts";
import { catalogue } from "./catalogue.ts";

/** What every installation needs, as a release brings it, and the ways to models of this machine. */
export async function seedPlatform(): Promise<void> {
  await bring(catalogue());
  await asPlatform(seedAdapters);
}
