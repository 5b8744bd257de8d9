"use client";

import { ActionIcon, Kbd, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ProfileMenu } from "../auth/profile-menu.tsx";
import { Bell } from "../notifications/bell.tsx";
import { openPalette } from "../search/open-palette.ts";
import { Mark } from "./brand.tsx";
import { LiveDot } from "./live-dot.tsx";
import { usePageFacts } from "./page-context.tsx";
import type { Portal } from "./portal.ts";
import { entryOf } from "./portal.ts";
import { ThemeToggle } from "./theme-toggle.tsx";
import classes from "./top-bar.module.css";

interface TopBarProps {
  portal: Portal;
  tenantName: string | undefined;
}

/** 56 px above the content: where am I, search, live state, theme, bell, me. */
export function TopBar({ portal, tenantName }: TopBarProps) {
  return (
    <header className={classes["bar"]}>
      <Link href="/" className={classes["home"]} aria-label="Home">
        <Mark size={26} />
      </Link>
      <Breadcrumb portal={portal} />
      <div className={classes["tools"]}>
        <UnstyledButton className={classes["search"]} onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
          <IconSearch size={15} aria-hidden />
          <span className={classes["searchWord"]}>Search</span>
          <Kbd size="xs" className={classes["searchKeys"] ?? ""}>
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <Tooltip label="Search">
          <ActionIcon size="lg" className={classes["searchSmall"]} onClick={openPalette} aria-label="Search">
            <IconSearch size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <LiveDot />
        <ThemeToggle />
        {portal.isPlatform ? null : <Bell />}
        <ProfileMenu portal={portal} tenantName={tenantName} />
      </div>
    </header>
  );
}

function Breadcrumb({ portal }: { portal: Portal }) {
  const { title, crumbs } = usePageFacts();
  const entry = entryOf(portal, usePathname());
  const first = entry && entry.label !== title ? [{ label: entry.label, href: entry.href }] : [];
  const steps = [...first, ...crumbs.filter((crumb) => crumb.href !== entry?.href)];
  return (
    <nav aria-label="Breadcrumb" className={classes["crumbs"]}>
      <ol>
        {steps.map((step) => (
          <li key={step.href}>
            <Link href={step.href}>{step.label}</Link>
            <IconChevronRight size={13} aria-hidden />
          </li>
        ))}
        <li aria-current="page">{title}</li>
      </ol>
    </nav>
  );
}
