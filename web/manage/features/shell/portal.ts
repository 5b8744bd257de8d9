import { IconBuildingPlus, IconBuildings, IconShieldCheck, IconUsers } from "@tabler/icons-react";
import type { Portal } from "#kit/shell/portal.ts";

/** The super admins' portal: places, bottom bar and palette actions. */
export const manage: Portal = {
  app: "manage",
  name: "Manage",
  isPlatform: true,
  nav: [
    {
      label: "Platform",
      items: [
        { label: "Tenants", href: "/tenants", icon: IconBuildings, goKey: "t" },
        { label: "Users", href: "/users", icon: IconUsers, goKey: "u" },
        { label: "Audit log", href: "/audit-logs", icon: IconShieldCheck, goKey: "l" },
      ],
    },
  ],
  bottom: ["/tenants", "/users", "/audit-logs"],
  actions: [{ label: "Create a tenant", href: "/tenants/new", icon: IconBuildingPlus }],
};
