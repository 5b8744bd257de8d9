"use client";
import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import { useState } from "react";
import type { BlogPost } from "#schema/blog.ts";
import type { RepurposeBatch, RepurposeWish } from "#schema/repurpose.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";

const targets: readonly { wish: RepurposeWish; name: string }[] = [
  { wish: { type: "email_newsletter" }, name: "A newsletter" },
  { wish: { type: "landing_page" }, name: "A landing page" },
  { wish: { type: "ad_copy", platform: "google_ads" }, name: "Ad texts for Google" },
  { wish: { type: "ad_copy", platform: "meta_ads" }, name: "Ad texts for Meta" },
];

/** Has texts of other kinds made of an approved post; each is reviewed like any other. */
export function RepurposePanel({ post }: { post: BlogPost }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { can } = useRights();
  const order = useAction<readonly RepurposeWish[], RepurposeBatch>(
    (wishes, idempotencyKey) =>
      api.post(
        "/tenant/v1/repurpose",
        { sourceType: "blog_post", sourceId: post.id, targets: wishes },
        { idempotencyKey },
      ),
    {
      invalidates: [
        "/tenant/v1/activities",
        "/tenant/v1/newsletters",
        "/tenant/v1/landing-pages",
        "/tenant/v1/ad-copies",
      ],
      success: ({ items }) => `${items.length} ${items.length === 1 ? "text is" : "texts are"} being written`,
      onSuccess: () => setChosen([]),
    },
  );
  if (!can("blog_post.publish") || !["client_approved", "published"].includes(post.status)) return null;
  return (
    <Stack gap="xs">
      <Text component="h3" fw={600} size="sm">
        Make more of it
      </Text>
      <Checkbox.Group value={[...chosen]} onChange={setChosen} aria-label="What is made of it">
        <Stack gap={6}>
          {targets.map(({ name }) => (
            <Checkbox key={name} size="sm" value={name} label={name} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowsSplit2 size={15} aria-hidden />}
          disabled={chosen.length === 0}
          loading={order.isPending}
          onClick={() => order.mutate(targets.filter(({ name }) => chosen.includes(name)).map(({ wish }) => wish))}
        >
          Have it written
        </Button>
      </Group>
    </Stack>
  );
}
