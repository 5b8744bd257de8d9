"use client";

import { Alert, Button, CopyButton, Group, Modal, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import type { ApiKeyOnce } from "#schema/api-key.ts";

/** Shows a fresh key, the only time that anybody can see it. */
export function KeyOnceDialog({ apiKey, onClose }: { apiKey: ApiKeyOnce | null; onClose: () => void }) {
  return (
    <Modal
      opened={apiKey !== null}
      onClose={onClose}
      title={apiKey ? `The key of ${apiKey.name}` : ""}
      size="lg"
      closeOnClickOutside={false}
    >
      {apiKey ? (
        <Stack>
          <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />}>
            Copy it now. We keep only a fingerprint of it and cannot show it again.
          </Alert>
          <TextInput
            label="Key"
            readOnly
            value={apiKey.key}
            onFocus={(event) => event.currentTarget.select()}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          />
          <Group justify="flex-end" gap="sm">
            <CopyButton value={apiKey.key} timeout={1_500}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  onClick={copy}
                  leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                >
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
            <Button onClick={onClose}>I have kept it</Button>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  );
}
