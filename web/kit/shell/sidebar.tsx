"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { Brand } from "./brand.tsx";
import type { NavGroup, Portal } from "./portal.ts";
import { entryOf } from "./portal.ts";
import classes from "./sidebar.module.css";

interface SidebarProps {
  portal: Portal;
  nav: readonly NavGroup[];
  badges: Readonly<Record<string, number>>;
  isCollapsed: boolean;
  onToggle: () => void;
  top: ReactNode;
}

/** Left navigation, 224 px or 64 px wide. */
export function Sidebar({ portal, nav, badges, isCollapsed, onToggle, top }: SidebarProps) {
  const list = useRef<HTMLElement>(null);
  const current = entryOf(portal, usePathname())?.href;
  // Where the person goes, the entry of that place is in sight; the groups come with the person's rights.
  useEffect(() => {
    list.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [current, nav.length]);
  return (
    <aside className={classes["side"]} data-collapsed={isCollapsed || undefined}>
      <div className={classes["brand"]}>
        <Brand portalName={portal.name} isMarkOnly={isCollapsed} />
      </div>
      {top ? <div className={classes["top"]}>{top}</div> : null}
      <nav ref={list} aria-label="Main" className={classes["nav"]}>
        <NavEntries portal={portal} nav={nav} badges={badges} isCollapsed={isCollapsed} />
      </nav>
      <div className={classes["foot"]}>
        <Tooltip label={isCollapsed ? "Expand the sidebar" : "Collapse the sidebar"} position="right">
          <ActionIcon
            onClick={onToggle}
            size="lg"
            aria-label={isCollapsed ? "Expand the sidebar" : "Collapse the sidebar"}
          >
            {isCollapsed ? (
              <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
            ) : (
              <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
            )}
          </ActionIcon>
        </Tooltip>
      </div>
    </aside>
  );
}

interface NavEntriesProps {
  portal: Portal;
  nav: readonly NavGroup[];
  badges: Readonly<Record<string, number>>;
  isCollapsed?: boolean;
  onGo?: () => void;
}

/** The entries, in the sidebar and in the sheet on phones. */
export function NavEntries({ portal, nav, badges, isCollapsed = false, onGo }: NavEntriesProps) {
  const current = entryOf(portal, usePathname());
  return nav.map((group) => (
    <div key={group.label ?? "first"} className={classes["group"]}>
      {group.label ? <p className={classes["groupLabel"]}>{group.label}</p> : null}
      <ul className={classes["list"]}>
        {group.items.map((item) => {
          const figure = badges[item.href] ?? 0;
          return (
            <li key={item.href}>
              <Tooltip label={item.label} position="right" disabled={!isCollapsed}>
                <Link
                  href={item.href}
                  className={classes["entry"]}
                  aria-current={current?.href === item.href ? "page" : undefined}
                  {...(onGo ? { onClick: onGo } : {})}
                >
                  <item.icon size={18} stroke={1.6} aria-hidden className={classes["icon"]} />
                  <span className={classes["label"]}>{item.label}</span>
                  {figure > 0 ? (
                    <span className={classes["figure"]}>
                      {figure}
                      <span className={classes["hidden"]}> waiting</span>
                    </span>
                  ) : null}
                </Link>
              </Tooltip>
            </li>
          );
        })}
      </ul>
    </div>
  ));
}
