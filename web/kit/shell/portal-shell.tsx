"use client";

import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { ProofDialog } from "../auth/proof-dialog.tsx";
import { useSession } from "../auth/session.ts";
import { LiveProvider } from "../live/live-provider.tsx";
import { PaletteHost } from "../search/palette-host.tsx";
import { Banners } from "./banners.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { OfflineBar } from "./offline-bar.tsx";
import { PageProvider } from "./page-context.tsx";
import type { Portal } from "./portal.ts";
import { visibleNav } from "./portal.ts";
import classes from "./portal-shell.module.css";
import { Sidebar } from "./sidebar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useBanners } from "./use-banners.ts";
import { useGoKeys } from "./use-go-keys.ts";
import { useThemeOfUser } from "./use-theme-of-user.ts";

interface PortalShellProps {
  portal: Portal;
  /** Name of the workspace or client in the browser title and the sidebar. */
  tenantName: string | undefined;
  rights: readonly string[];
  /** Over the navigation, e.g. the client switcher; gets `isCollapsed`. */
  sidebarTop?: (isCollapsed: boolean) => ReactNode;
  /** Figure beside a navigation entry, by its address. */
  badges?: Readonly<Record<string, number>>;
  /** Hear all clients of the person. */
  allTenants?: boolean;
  children: ReactNode;
}

/** The frame around every signed-in screen: sidebar, top bar, bottom bar on phones, palette, keys, live stream. */
export function PortalShell(props: PortalShellProps) {
  const { portal, tenantName, rights, sidebarTop, badges = {}, allTenants = false, children } = props;
  const isMedium = useMediaQuery("(max-width: 68.74em)") ?? false;
  const [choice, setChoice] = useLocalStorage<"open" | "closed" | "auto">({ key: "lm-sidebar", defaultValue: "auto" });
  const isCollapsed = choice === "auto" ? isMedium : choice === "closed";
  const nav = visibleNav(portal, rights);
  const session = useSession();
  const banners = useBanners(portal);
  const isAlarmed = banners.some(({ tone }) => tone === "alarm");
  useGoKeys(nav);
  useThemeOfUser(session.data);
  const suffix = [tenantName, portal.name].filter(Boolean).join(" · ");

  const frame = (
    <PageProvider suffix={suffix}>
      <a href="#content" className={classes["skip"]}>
        Skip to content
      </a>
      <div className={classes["frame"]} data-side={choice} data-alarm={isAlarmed || undefined}>
        <Sidebar
          portal={portal}
          nav={nav}
          badges={badges}
          isCollapsed={isCollapsed}
          onToggle={() => setChoice(isCollapsed ? "open" : "closed")}
          top={sidebarTop?.(isCollapsed)}
        />
        <div className={classes["column"]}>
          <Banners banners={banners} />
          <TopBar portal={portal} tenantName={tenantName} />
          <OfflineBar />
          <main id="content" className={classes["main"]} tabIndex={-1}>
            {children}
          </main>
        </div>
        <BottomBar portal={portal} nav={nav} badges={badges} top={sidebarTop?.(false)} />
      </div>
      <PaletteHost portal={portal} rights={rights} />
      <KeyboardHelp nav={nav} />
      <ProofDialog />
    </PageProvider>
  );
  return <LiveProvider allTenants={allTenants}>{frame}</LiveProvider>;
}
