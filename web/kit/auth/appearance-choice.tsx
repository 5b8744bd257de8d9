"use client";

import { SegmentedControl, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { useSaveTheme } from "./queries.ts";

const choices = [
  { value: "auto", label: "Like the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Light, dark or like the system; kept with the person. */
export function AppearanceChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const save = useSaveTheme();
  const isMounted = useMounted();
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Theme"
        data={choices}
        value={isMounted ? colorScheme : "auto"}
        onChange={(value) => {
          const chosen = value as "auto" | "light" | "dark";
          setColorScheme(chosen);
          save.mutate(chosen === "auto" ? "system" : chosen);
        }}
      />
      <Text size="xs" c="dimmed">
        The choice follows you to your other devices.
      </Text>
    </Stack>
  );
}
