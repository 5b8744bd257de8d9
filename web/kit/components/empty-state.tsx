import { Group, Stack, Text } from "@mantine/core";
import { IconFeather } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./states.module.css";

interface EmptyStateProps {
  /** One sentence: what will appear here. */
  title: string;
  text?: string | undefined;
  /** One primary action. */
  action?: ReactNode;
  icon?: typeof IconFeather;
  compact?: boolean;
}

/** What a list says when it has nothing to show. */
export function EmptyState({ title, text, action, icon: Icon = IconFeather, compact = false }: EmptyStateProps) {
  return (
    <Stack className={classes["empty"]} data-compact={compact || undefined} align="center" gap="xs">
      <span className={classes["emptyIcon"]}>
        <Icon size={20} stroke={1.6} aria-hidden />
      </span>
      <Text fw={600} ta="center">
        {title}
      </Text>
      {text ? (
        <Text size="sm" c="dimmed" ta="center" maw={420}>
          {text}
        </Text>
      ) : null}
      {action ? <Group mt="xs">{action}</Group> : null}
    </Stack>
  );
}
