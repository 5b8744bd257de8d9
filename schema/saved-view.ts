import * as z from "zod";
import { id } from "./ids.ts";
import { JsonObject } from "./value.ts";

/** Filters of a list under a name. */
export const SavedViewRow = z.object({
  id: id("savedView"),
  userId: id("user"),
  screen: z.string().regex(/^[a-z][a-z0-9/_-]{0,79}$/),
  name: z.string().min(1).max(80),
  filter: JsonObject,
  sort: z.string().max(80).nullable(),
  shared: z.boolean(),
});
