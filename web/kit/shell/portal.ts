import type { IconHome } from "@tabler/icons-react";
import type { AppName } from "#schema/roles.ts";

export type Icon = typeof IconHome;

export interface NavItem {
  label: string;
  href: string;
  icon: Icon;
  /** `g` then this key goes there. */
  goKey?: string;
  /** Shown only to people with this right. */
  right?: string;
  /** Other paths that belong to this entry. */
  also?: readonly string[];
}

export interface NavGroup {
  label: string | null;
  items: readonly NavItem[];
}

/** A verb offered by the palette. */
export interface PortalAction {
  label: string;
  href: string;
  icon: Icon;
  right?: string;
}

/** All that differs between portals in the frame around the screens. */
export interface Portal {
  app: AppName;
  name: string;
  /** About the platform, not a client: no client's notifications or search; the live stream is the platform's. */
  isPlatform?: boolean;
  nav: readonly NavGroup[];
  /** Up to five addresses for the bottom bar on phones. */
  bottom: readonly string[];
  actions: readonly PortalAction[];
}

/** The navigation entry a path belongs to: the one with the longest matching start. */
export function entryOf(portal: Portal, pathname: string): NavItem | undefined {
  const matches = portal.nav
    .flatMap((group) => group.items)
    .filter((item) => [item.href, ...(item.also ?? [])].some((start) => isUnder(pathname, start)));
  return matches.sort((a, b) => b.href.length - a.href.length)[0];
}

function isUnder(pathname: string, start: string): boolean {
  return start === "/" ? pathname === "/" : pathname === start || pathname.startsWith(`${start}/`);
}

/** The groups a person may see. */
export function visibleNav(portal: Portal, rights: readonly string[]): NavGroup[] {
  return portal.nav
    .map((group) => ({ ...group, items: group.items.filter((item) => !item.right || rights.includes(item.right)) }))
    .filter((group) => group.items.length > 0);
}
