"use client";

import { useMantineColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { User } from "#schema/account.ts";

/** Takes over the stored choice of light or dark once per visit, so that it follows the person between devices. */
export function useThemeOfUser(user: User | undefined): void {
  const { setColorScheme } = useMantineColorScheme();
  const isDone = useRef(false);
  useEffect(() => {
    if (!user || isDone.current) return;
    isDone.current = true;
    if (user.theme !== "system") setColorScheme(user.theme);
  }, [user, setColorScheme]);
}
