import type { AppName } from "#schema/roles.ts";

/** What differs between the signed-out pages of the portals. */
export interface Door {
  app: AppName;
  portalName: string;
  /** One line that says whose door this is. */
  lead: string;
  /** Where somebody without an account goes; portals without one have invitations only. */
  signUpHref?: string;
}
