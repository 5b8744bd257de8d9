"use client";

import { Grid, Stack, Text } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Markdown } from "#kit/components/markdown.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { useNewsletter } from "./queries.ts";
import { Readers } from "./readers.tsx";
import { SendPanel } from "./send-panel.tsx";

/** One newsletter: what readers get, and the way to them. */
export function NewsletterPage({ id }: { id: string }) {
  const found = useNewsletter(id);
  if (found.error && !found.data) return <ErrorBlock error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <TextSkeleton lines={12} />;
  const { title, status, text, content } = found.data;
  const preview = content?.["previewText"];
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: "Newsletters", href: "/content/newsletters" }]}
        badge={<StatusBadge kind="newsletter" status={status} />}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Panel title="What readers get">
            {typeof preview === "string" && preview !== "" ? (
              <Text size="sm" c="dimmed" mb="md">
                {preview}
              </Text>
            ) : null}
            {text === "" ? <Text c="dimmed">It is being written.</Text> : <Markdown>{text}</Markdown>}
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="lg">
            <SendPanel newsletter={found.data} />
            {["sending", "send_unknown", "sent", "failed"].includes(status) ? <Readers id={id} /> : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}
