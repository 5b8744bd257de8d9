"use client";

import { Badge, Button, Text } from "@mantine/core";
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

/** What can be connected, by category; what cannot says why. */
export function Catalogue({ types, mayConnect, full, isBusy, onConnect }: CatalogueProps) {
  const offered = types.filter(({ auth }) => auth !== "none");
  const groups = Map.groupBy(offered, ({ category }) => category);
  return [...groups].map(([category, items]) => (
    <section key={category} aria-label={category}>
      <Text size="xs" fw={600} c="dimmed" tt="uppercase" component="h3" mb={6}>
        {category}
      </Text>
      <ul className={classes["cards"]}>
        {items.map((type) => {
          const obstacle = obstacleWords(type) ?? full;
          return (
            <li key={type.type} className={classes["card"]} data-shut={obstacle !== null || undefined}>
              <div className={classes["words"]}>
                <Text fw={600} size="sm">
                  {type.name}
                </Text>
                <Text size="sm" c="dimmed">
                  {type.description}
                </Text>
              </div>
              <div className={classes["foot"]}>
                {obstacle ? (
                  <Text size="xs" c="dimmed">
                    {obstacle}
                  </Text>
                ) : (
                  <span className={classes["badges"]}>
                    {type.capabilities.map((one) => (
                      <Badge key={one} size="xs" variant="light" color="gray" tt="none">
                        {words(one)}
                      </Badge>
                    ))}
                  </span>
                )}
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
    </section>
  ));
}
