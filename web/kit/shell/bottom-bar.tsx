"use client";

import { UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useState } from "react";
import classes from "./bottom-bar.module.css";
import type { NavGroup, Portal } from "./portal.ts";
import { entryOf } from "./portal.ts";
import { NavEntries } from "./sidebar.tsx";

const NavSheet = dynamic(() => import("./nav-sheet.tsx").then(({ NavSheet: Sheet }) => Sheet), { ssr: false });

interface BottomBarProps {
  portal: Portal;
  nav: readonly NavGroup[];
  badges: Readonly<Record<string, number>>;
  top: ReactNode;
}

/** On phones: up to four places and "More", which opens the whole navigation as a sheet. */
export function BottomBar({ portal, nav, badges, top }: BottomBarProps) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, { open, close }] = useDisclosure(false, { onOpen: () => setWanted(true) });
  const current = entryOf(portal, usePathname());
  const entries = nav.flatMap((group) => group.items);
  const places = portal.bottom.slice(0, 4).flatMap((href) => entries.filter((item) => item.href === href));
  return (
    <nav aria-label="Quick" className={classes["bar"]}>
      {places.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          className={classes["place"]}
          aria-current={current?.href === item.href ? "page" : undefined}
        >
          <item.icon size={20} stroke={1.6} aria-hidden />
          {item.label}
          {(badges[item.href] ?? 0) > 0 ? <span className={classes["figure"]}>{badges[item.href]}</span> : null}
        </Link>
      ))}
      <UnstyledButton className={classes["place"]} onClick={open} aria-expanded={isOpen}>
        <IconDots size={20} stroke={1.6} aria-hidden />
        More
      </UnstyledButton>
      {isWanted ? (
        <NavSheet opened={isOpen} onClose={close}>
          {top}
          <NavEntries portal={portal} nav={nav} badges={badges} onGo={close} />
        </NavSheet>
      ) : null}
    </nav>
  );
}
