"use client";

import { Text } from "@mantine/core";
import { Article } from "#kit/blog/article.tsx";
import { SearchSnippet } from "#kit/blog/search-snippet.tsx";
import { Panel } from "#kit/components/panel.tsx";
import type { LinkItem } from "#schema/approval-link.ts";

/** The content exactly as it would go out. */
export function LinkPreview({ item }: { item: LinkItem }) {
  const { content } = item;
  if (!content) {
    return (
      <Panel title="Preview">
        <Text c="dimmed">A newer version has taken its place, or the time to decide has run out.</Text>
      </Panel>
    );
  }
  return (
    <Panel title="Preview" aside={<Text size="xs" c="dimmed">{`Version ${item.subject.version}`}</Text>}>
      <Article title={content.title} body={content.body} />
      <SearchSnippet title={content.metaTitle} slug="" description={content.metaDescription} />
    </Panel>
  );
}
