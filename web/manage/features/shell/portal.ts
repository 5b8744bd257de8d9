import { IconUser } from "@tabler/icons-react";
import type { Portal } from "#kit/shell/portal.ts";

/** The super admins' portal: places, bottom bar and palette actions. */
export const manage: Portal = {
  app: "manage",
  name: "Manage",
  isPlatform: true,
  nav: [{ label: null, items: [{ label: "Profile", href: "/profile", icon: IconUser, goKey: "p" }] }],
  bottom: ["/profile"],
  actions: [],
};
