"use client";
import { List, Stack, Text, Title } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import type { BlogPost } from "#schema/blog.ts";
import { EmptyState } from "../components/empty-state.tsx";

/** What the writer proposes beside the text: questions with answers, and what pictures could show. */
export function IdeasPanel({ suggestions: { faq, imageIdeas } }: Pick<BlogPost, "suggestions">) {
  if (faq.length === 0 && imageIdeas.length === 0)
    return (
      <EmptyState
        compact
        icon={IconPhoto}
        title="No ideas beside the text"
        text="With a draft come questions that readers ask and ideas for pictures."
      />
    );
  return (
    <Stack gap="lg">
      {faq.length > 0 && (
        <section aria-label="Questions and answers">
          <Title order={3} size="sm" mb="xs">
            Questions and answers
          </Title>
          <Stack gap="sm">
            {faq.map(({ q, a }) => (
              <div key={q}>
                <Text size="sm" fw={600}>
                  {q}
                </Text>
                <Text size="sm">{a}</Text>
              </div>
            ))}
          </Stack>
        </section>
      )}
      {imageIdeas.length > 0 && (
        <section aria-label="Ideas for pictures">
          <Title order={3} size="sm" mb="xs">
            Ideas for pictures
          </Title>
          <List size="sm" spacing={4}>
            {imageIdeas.map((idea) => (
              <List.Item key={idea}>{idea}</List.Item>
            ))}
          </List>
        </section>
      )}
    </Stack>
  );
}
