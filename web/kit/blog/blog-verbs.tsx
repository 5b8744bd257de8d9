"use client";
import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconArchive, IconDots, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import type { Activity } from "#schema/activity.ts";
import { type BlogPost, blogMachine } from "#schema/blog.ts";
import { allows } from "#schema/machine.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { postPath } from "./queries.ts";

const stale = ["/tenant/v1/blog-posts", "/tenant/v1/activities", "/dm/v1"];
const notesMax = 4_000;

/** DM verbs on a whole post: write it again with notes, archive it. */
export function BlogVerbs({ post }: { post: BlogPost }) {
  const [open, setOpen] = useState<"regenerate" | "archive" | null>(null);
  const [notes, setNotes] = useState("");
  const close = () => setOpen(null);
  const regenerate = useAction(
    (text: string, idempotencyKey) =>
      api.post<Activity>(`${postPath(post.id)}/regenerate`, { notes: text }, { idempotencyKey }),
    { invalidates: stale, success: "The agent writes a new version.", onSuccess: close },
  );
  const archive = useAction(() => api.post<void>(`${postPath(post.id)}/archive`), {
    invalidates: stale,
    success: "Archived.",
    onSuccess: close,
  });
  const mayRegenerate = ["dm_review", "client_review", "rejected", "failed"].includes(post.status);
  const mayArchive = post.mayEdit && allows(blogMachine, post.status, "archive");
  if (!mayRegenerate && !mayArchive) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" variant="default" aria-label="More actions">
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayRegenerate && (
            <Menu.Item leftSection={<IconSparkles size={16} aria-hidden />} onClick={() => setOpen("regenerate")}>
              Write again with notes…
            </Menu.Item>
          )}
          {mayArchive && (
            <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={() => setOpen("archive")}>
              Archive…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={open === "regenerate"} onClose={close} title="Write again with notes" size="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (notes.trim().length >= 10) regenerate.mutate(notes.trim());
          }}
        >
          <Stack>
            <Text size="sm">
              The agent reads version {post.version} of “{post.title}” with your notes and writes a new version. It
              costs credits.
            </Text>
            <Textarea
              data-autofocus
              label="What should be different?"
              autosize
              minRows={4}
              maxRows={14}
              maxLength={notesMax}
              required
              value={notes}
              onChange={(event) => setNotes(event.currentTarget.value)}
            />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" disabled={notes.trim().length < 10} loading={regenerate.isPending}>
                Write again
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <ConfirmDialog
        opened={open === "archive"}
        onClose={close}
        onConfirm={() => archive.mutate(undefined)}
        title="Archive this post?"
        confirmLabel="Archive"
        danger
        isBusy={archive.isPending}
      >
        “{post.title}” leaves the lists. What is on the client's website stays there.
      </ConfirmDialog>
    </>
  );
}
