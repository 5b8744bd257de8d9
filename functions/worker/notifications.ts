import { handle } from "./door.ts";

export const handler = handle(
  "notifications__route",
  "notifications__email",
  "notifications__web",
  "notifications__account",
);
