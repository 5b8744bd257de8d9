"use client";

import { ActionIcon, Tooltip, useMantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useSaveTheme } from "../auth/queries.ts";

const next = { auto: "light", light: "dark", dark: "auto" } as const;
const words = { auto: "like the system", light: "light", dark: "dark" } as const;
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

/** System, light, dark in turn; the choice is kept with the person. */
export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const save = useSaveTheme();
  const isMounted = useMounted();
  const present = isMounted ? colorScheme : "auto";
  const Icon = icons[present];
  const label = `Theme: ${words[present]}. Change to ${words[next[present]]}`;
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="lg"
        aria-label={label}
        onClick={() => {
          const chosen = next[present];
          setColorScheme(chosen);
          save.mutate(chosen === "auto" ? "system" : chosen);
        }}
      >
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
