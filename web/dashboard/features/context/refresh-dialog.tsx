"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefreshContext } from "./queries.ts";

/** Asks what the new version should heed; research, file, strategy and plan follow. */
export function RefreshDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const router = useRouter();
  const [notes, setNotes] = useState("");
  const refresh = useRefreshContext(() => {
    onClose();
    router.push("/onboarding");
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Have the context file written anew?">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          refresh.mutate(notes.trim() ? { notes: notes.trim() } : {});
        }}
      >
        <Stack>
          <Text size="sm">
            Your company and its rivals are researched again. What is in force stays so until you approve the new
            version; a new strategy and plan follow it.
          </Text>
          <Textarea
            label="What should it heed? (optional)"
            autosize
            minRows={3}
            maxLength={4_000}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={refresh.isPending}>
              Refresh
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
