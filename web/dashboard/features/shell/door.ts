import type { Door } from "#kit/auth/door.ts";

/** The Dashboard's signed-out pages. */
export const door: Door = {
  app: "dashboard",
  portalName: "Dashboard",
  lead: "See what is being made for you, and decide what goes out.",
  signUpHref: "/signup",
};
