"use client";
import { Anchor, Group, Progress, Stack, Text } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import Link from "next/link";
import type { Claim } from "#schema/blog.ts";
import classes from "./claims.module.css";
import { passagePlace } from "./support.ts";

/** One passage that a sentence rests on: file, place, quote and how well it fits (score 0 to 1). */
export function SourcePassage({ source, href }: { source: Claim["sources"][number]; href: string }) {
  const place = passagePlace(source);
  const percent = Math.round(Math.min(1, Math.max(0, source.score)) * 100);
  return (
    <Stack gap={6} className={classes["passage"]}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconFileText size={16} aria-hidden className={classes["fileIcon"]} />
        <div>
          <Anchor component={Link} href={href} size="sm" fw={600}>
            {source.fileTitle}
          </Anchor>
          {place !== "" && (
            <Text size="xs" c="dimmed">
              {place}
            </Text>
          )}
        </div>
      </Group>
      <blockquote className={classes["quote"]}>{source.quote}</blockquote>
      <Group gap="xs" wrap="nowrap">
        <Progress value={percent} size="xs" flex={1} aria-label={`Match ${percent} %`} />
        <Text size="xs" c="dimmed" className={classes["number"]}>
          match {percent} %
        </Text>
      </Group>
    </Stack>
  );
}
