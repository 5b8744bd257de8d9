"use client";

import { Button, Text } from "@mantine/core";
import type { ChannelType } from "#schema/connect.ts";
import { words } from "../components/format.ts";
import classes from "./channels.module.css";
import { obstacleWords } from "./words.ts";

interface CatalogueProps {
  types: readonly ChannelType[];
  mayConnect: boolean;
  /** Why nothing more can be connected now. */
  full: string | null;
  isBusy: boolean;
  onConnect: (type: ChannelType) => void;
}

/** What can be connected; what cannot says why. */
export function Catalogue({ types, mayConnect, full, isBusy, onConnect }: CatalogueProps) {
  const offered = types
    .filter(({ auth }) => auth !== "none")
    .toSorted((one, other) => Number(one.obstacle !== null) - Number(other.obstacle !== null));
  return (
    <ul className={classes["cards"]} aria-label="What can be connected">
      {offered.map((type) => {
        const obstacle = obstacleWords(type) ?? full;
        return (
          <li key={type.type} className={classes["card"]} data-shut={obstacle !== null || undefined}>
            <div className={classes["words"]}>
              <Text size="xs" c="dimmed">
                {type.category}
              </Text>
              <Text fw={600} size="sm" component="h3">
                {type.name}
              </Text>
              <Text size="sm" c="dimmed">
                {type.description}
              </Text>
            </div>
            <div className={classes["foot"]}>
              <Text size="xs" c="dimmed">
                {obstacle ?? type.capabilities.map(words).join(", ")}
              </Text>
              {mayConnect ? (
                <Button
                  size="xs"
                  variant="default"
                  disabled={obstacle !== null || isBusy}
                  onClick={() => onConnect(type)}
                  aria-label={`Connect ${type.name}`}
                >
                  Connect
                </Button>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
