"use client";

import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconRefresh, IconWorldSearch } from "@tabler/icons-react";
import { useRights } from "#kit/auth/session.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { FoundBrand } from "#schema/onboarding.ts";
import { useCrawl } from "./queries.ts";
import classes from "./wizard.module.css";

const underWay = ["queued", "running"];

/** What the website told, each with how sure that is, and the way to have it read again. */
export function FoundOnSite({ found: { assets, site } }: { found: FoundBrand }) {
  const { can } = useRights();
  const crawl = useCrawl(site?.channelId ?? "");
  if (!site) {
    return (
      <EmptyState
        compact
        icon={IconWorldSearch}
        title="No website to read from"
        text="Colours and fonts are filled in from your website when there is one."
      />
    );
  }
  const read = assets.filter(({ source, kind }) => source === "crawl" && kind !== "logo");
  const isReading = site.crawl !== null && underWay.includes(site.crawl.status);
  return (
    <Stack gap="xs" role="group" aria-label="Read from your website">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          Read from{" "}
          <Anchor href={site.url} target="_blank" rel="noopener noreferrer" inherit>
            {new URL(site.url).host}
          </Anchor>
          {isReading ? `: ${site.crawl?.pagesCrawled ?? 0} pages so far` : null}
          {site.crawl?.finishedAt ? (
            <>
              , <TimeAgo at={site.crawl.finishedAt} />
            </>
          ) : null}
        </Text>
        {can("channel.connect") ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={crawl.isPending || isReading}
            onClick={() => crawl.mutate()}
          >
            Refresh from website
          </Button>
        ) : null}
      </Group>
      {site.crawl?.errorText ? (
        <Text size="sm" c="var(--lm-failed-ink)">
          {site.crawl.errorText}
        </Text>
      ) : null}
      <Group gap="md">
        {read.map((asset) => (
          <Text key={`${asset.kind}:${asset.label}:${asset.value}`} size="xs" c="dimmed">
            {asset.kind === "color" ? (
              <span className={classes["swatch"]} style={{ background: asset.value ?? "none" }} aria-hidden />
            ) : null}{" "}
            {words(asset.kind)} {asset.value}
            {asset.confidence === null ? "" : ` · ${Math.round(asset.confidence * 100)} % sure`}
          </Text>
        ))}
      </Group>
    </Stack>
  );
}
