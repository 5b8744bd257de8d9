"use client";
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { SocialPost } from "#schema/social.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { FormErrors } from "../components/form-errors.tsx";
import { Panel } from "../components/panel.tsx";
import { PictureField } from "../media/picture-field.tsx";
import { kinds } from "./kinds.ts";

const picturesMax = 10;

/** A post that waits for its pictures gets those of the library; then the client is asked. */
export function PicturesPanel({ post }: { post: SocialPost }) {
  const { can } = useRights();
  const [chosen, setChosen] = useState<string[]>(() => post.media.map(({ id }) => id));
  const give = useAction<string[], SocialPost>(
    (mediaIds, idempotencyKey) => api.post(`${kinds.social.path}/${post.id}/media`, { mediaIds }, { idempotencyKey }),
    { quiet: true, invalidates: [kinds.social.path], success: "The post has its pictures. The client is asked." },
  );
  if (post.status !== "design_pending" || !can("blog_post.edit")) return null;
  return (
    <Panel title="Its pictures">
      <Stack gap="md" align="flex-start">
        <Text size="sm" c="dimmed">
          {post.design?.by === "upload"
            ? (post.design.reason ?? "They wait to be chosen.")
            : "An agent makes them now. What you give instead is what goes out."}
        </Text>
        <FormErrors error={give.error} />
        <PictureField
          label="Pictures, in the order in which they are shown"
          value={chosen}
          max={picturesMax}
          onChange={setChosen}
        />
        <Button disabled={chosen.length === 0} loading={give.isPending} onClick={() => give.mutate(chosen)}>
          Give the post its pictures
        </Button>
      </Stack>
    </Panel>
  );
}
