"use client";
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { BlogPost } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { postPath } from "./queries.ts";

/** For a post that a person put on the website by hand: its address makes it count as published. */
export function MarkPublished({ post }: { post: BlogPost }) {
  const [isOpen, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  const isAddress = URL.canParse(url) && /^https?:/.test(url);
  const mark = useAction(
    (address: string) => api.post<BlogPost>(`${postPath(post.id)}/mark-published`, { url: address }),
    {
      invalidates: ["/tenant/v1/blog-posts"],
      success: "The post counts as published.",
      onSuccess: () => setOpen(false),
    },
  );
  return (
    <>
      <Button variant="subtle" size="xs" onClick={() => setOpen(true)}>
        Mark as published…
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="Mark as published">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (isAddress) mark.mutate(url);
          }}
        >
          <Stack>
            <Text size="sm">For “{post.title}” put on the website by hand. Nothing is sent.</Text>
            <TextInput
              label="Public address"
              type="url"
              placeholder="https://"
              required
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
              error={url !== "" && !isAddress ? "Give the full address, beginning with https://" : null}
            />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={() => setOpen(false)}>
                Cancel
              </Button>
              <Button type="submit" disabled={!isAddress} loading={mark.isPending}>
                Mark as published
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
