"use client";

import { useHotkeys } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { Portal } from "../shell/portal.ts";
import { paletteEvent } from "./open-palette.ts";

const SearchPalette = dynamic(() => import("./palette.tsx").then(({ SearchPalette: Palette }) => Palette), {
  ssr: false,
});

/** Ctrl/Cmd+K: loads the palette the first time, and then it opens. */
export function PaletteHost({ portal, rights }: { portal: Portal; rights: readonly string[] }) {
  const [isWanted, setWanted] = useState(false);
  useHotkeys([["mod+K", () => setWanted(true)]]);
  useEffect(() => {
    const want = (): void => setWanted(true);
    window.addEventListener(paletteEvent, want);
    return () => window.removeEventListener(paletteEvent, want);
  }, []);
  return isWanted ? <SearchPalette portal={portal} rights={rights} /> : null;
}
