import type { Door } from "#kit/auth/door.ts";

/** The signed-out pages of Manage. */
export const door: Door = {
  app: "manage",
  portalName: "Manage",
  lead: "The platform itself: every client, everyone who may sign in, and what each of them did.",
};
