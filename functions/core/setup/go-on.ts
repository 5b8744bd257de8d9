import * as Planning from "#core/planning/index.ts";
import { transaction } from "#platform/db.ts";
import { advance } from "./index.ts";

/** What comes one from the other: each a draft until its writer was there. */
const written = ["context_file", "strategy", "deliverable_plan"] as const;

/** Lets the setup of the tenant at work go on where it waited, and orders the writers that were kept from the newest draft. */
export async function goOn(): Promise<undefined> {
  await transaction((tx) => advance(tx));
  for (const type of written)
    await transaction(async (tx) => {
      const draft = await Planning.newest(tx, type);
      if (draft?.status === "draft") await Planning.resume(tx, type, draft.id);
    });
}
