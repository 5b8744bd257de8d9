import type { Door } from "#kit/auth/door.ts";

/** The signed-out pages of the DM portal. */
export const door: Door = {
  app: "dm-portal",
  portalName: "DM Portal",
  lead: "All your clients' work in one place: what runs, what waits for you, what is stuck.",
};
