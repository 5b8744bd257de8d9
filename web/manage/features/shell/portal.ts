import {
  IconBook2,
  IconBuildingPlus,
  IconBuildings,
  IconCoins,
  IconMailOff,
  IconPlayerPlay,
  IconPlugConnected,
  IconRobot,
  IconShieldCheck,
  IconUsers,
} from "@tabler/icons-react";
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
    {
      label: "Agents",
      items: [
        { label: "Agents", href: "/agents", icon: IconRobot, goKey: "a" },
        { label: "Runs", href: "/runs", icon: IconPlayerPlay, goKey: "r" },
        { label: "Skills", href: "/skills", icon: IconBook2, goKey: "s" },
        { label: "Costs", href: "/costs", icon: IconCoins, goKey: "c" },
      ],
    },
    {
      label: "System",
      items: [
        { label: "Providers", href: "/system/providers", icon: IconPlugConnected, goKey: "m" },
        { label: "Dead letters", href: "/system/dead-letters", icon: IconMailOff, goKey: "d" },
      ],
    },
  ],
  bottom: ["/tenants", "/agents", "/runs", "/costs"],
  actions: [
    { label: "Create a tenant", href: "/tenants/new", icon: IconBuildingPlus },
    { label: "Write a skill", href: "/skills/new", icon: IconBook2 },
  ],
};
