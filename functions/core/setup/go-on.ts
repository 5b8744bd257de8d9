import { transaction } from "#platform/db.ts";
import { advance } from "./index.ts";

/** Lets the setup of the tenant at work go on where it waited. */
export async function goOn(): Promise<undefined> {
  await transaction((tx) => advance(tx));
}
