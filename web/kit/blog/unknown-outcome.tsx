"use client";
import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useState } from "react";
import type { PublishAttempt } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { staleAfter } from "../live/invalidation.ts";

interface Decision {
  outcome: "there" | "not_there";
  url?: string;
}

/** A person looked at the website and says whether the post is there; only then may it be sent again. */
export function UnknownOutcome({ attempt }: { attempt: PublishAttempt }) {
  const [url, setUrl] = useState(attempt.externalUrl ?? "");
  const [asked, setAsked] = useState<Decision["outcome"] | null>(null);
  const decide = useAction(
    (decision: Decision, idempotencyKey) =>
      api.post<PublishAttempt>(`/tenant/v1/publish-attempts/${attempt.id}/decide`, decision, { idempotencyKey }),
    {
      invalidates: [...staleAfter["content:updated"]({}), "/tenant/v1/publish-attempts", "/dm/v1"],
      success: "Noted. The post follows your decision.",
      onSuccess: () => setAsked(null),
    },
  );
  const isAddress = URL.canParse(url) && /^https?:/.test(url);
  return (
    <Alert color="violet" icon={<IconHelpCircle aria-hidden />} title="Nobody knows whether the post arrived">
      <Stack gap="sm">
        <Text size="sm">
          The connection to {attempt.channelName} broke off before an answer came. Look at the website, then say what
          you see. Nothing is sent again before that.
        </Text>
        <TextInput
          label="Address of the post, if it is there"
          placeholder="https://"
          type="url"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={url !== "" && !isAddress ? "Give the full address, beginning with https://" : null}
        />
        <Group gap="xs">
          <Button size="xs" disabled={!isAddress} onClick={() => setAsked("there")}>
            It is there
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsked("not_there")}>
            It is not there
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && decide.mutate(asked === "there" ? { outcome: asked, url } : { outcome: asked })}
        title={asked === "there" ? "The post is there?" : "The post is not there?"}
        confirmLabel={asked === "there" ? "Yes, it is there" : "Yes, it is not there"}
        danger={asked === "not_there"}
        isBusy={decide.isPending}
      >
        {asked === "there"
          ? `The post of attempt ${attempt.tries} counts as published at ${url}.`
          : `The attempt on ${attempt.channelName} counts as failed and the post can be sent again. If it was there after all, it would then appear twice.`}
      </ConfirmDialog>
    </Alert>
  );
}
