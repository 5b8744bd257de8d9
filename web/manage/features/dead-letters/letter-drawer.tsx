"use client";

import { Anchor, Button, Code, Drawer, Group, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { DeadLetter } from "#schema/dead-letter.ts";
import type { Meant } from "./handle-dialog.tsx";
import { LetterBadge } from "./letter-badge.tsx";
import { useDeadLetter } from "./queries.ts";

interface LetterDrawerProps {
  id: string;
  onClose: () => void;
  onHandle: (meant: Meant) => void;
  /** Shows those that failed for the same cause. */
  onSame: (letter: DeadLetter) => void;
}

/** One job that gave up: why, what it carried, and what can be done. */
export function LetterDrawer({ id, onClose, ...acts }: LetterDrawerProps) {
  const letter = useDeadLetter(id);
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title="Dead letter">
      {letter.isError ? (
        <ErrorBlock error={letter.error} title="It could not be loaded." onRetry={() => void letter.refetch()} />
      ) : letter.data ? (
        <Letter letter={letter.data} {...acts} />
      ) : (
        <TextSkeleton lines={10} />
      )}
    </Drawer>
  );
}

function Letter({ letter, onHandle, onSame }: { letter: DeadLetter } & Omit<LetterDrawerProps, "id" | "onClose">) {
  const choice = { ids: [letter.id] };
  const { queue, errorCode: code } = letter;
  return (
    <Stack>
      <Facts facts={factsOf(letter)} />
      <div>
        <Text size="sm" fw={600}>
          What it says
        </Text>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {letter.errorMessage}
        </Text>
      </div>
      <div>
        <Text size="sm" fw={600}>
          What it carried
        </Text>
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {JSON.stringify(letter.payload, null, 2)}
        </Code>
      </div>
      {letter.status === "open" ? (
        <Group>
          <Button onClick={() => onHandle({ verb: "redrive", choice, count: 1 })}>Order anew</Button>
          <Button variant="default" onClick={() => onHandle({ verb: "discard", choice, count: 1 })}>
            Discard
          </Button>
        </Group>
      ) : null}
      {code === null ? null : (
        <Group>
          <Button size="xs" variant="default" onClick={() => onSame(letter)}>
            Show all of this cause
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => onHandle({ verb: "redrive", choice: { queue, code }, count: null })}
          >
            Order all of this cause anew
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function factsOf(letter: DeadLetter) {
  const { runId, tenantId } = letter;
  return [
    ["State", <LetterBadge key="state" status={letter.status} />],
    ["Queue", letter.queue],
    ["Code", letter.errorCode],
    ["Tries", letter.attempts],
    [
      "Tenant",
      tenantId === null ? (
        "Platform"
      ) : (
        <Anchor key="tenant" component={Link} href={`/tenants/${tenantId}`} size="sm">
          {letter.tenantName}
        </Anchor>
      ),
    ],
    [
      "Run",
      runId === null ? null : (
        <Anchor key="run" component={Link} href={`/runs/${runId}`} size="sm">
          Open the run
        </Anchor>
      ),
    ],
    ["Job", <CopyId key="job" id={letter.jobId} label="job id" />],
    ["Ordered by", letter.actor],
    ["First failed", <TimeAgo key="first" at={letter.firstFailedAt} />],
    ["Last failed", <TimeAgo key="last" at={letter.lastFailedAt} />],
    ["Handled", <TimeAgo key="handled" at={letter.handledAt} fallback="not yet" />],
    ["Reason", letter.note],
  ] as const;
}
