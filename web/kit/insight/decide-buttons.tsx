"use client";

import { Button, Group } from "@mantine/core";
import type { Recommendation } from "#schema/insight.ts";
import { useDecide } from "./queries.ts";

/** Accept and dismiss, as far as the advice is open to them. */
export function DecideButtons({ advice }: { advice: Recommendation }) {
  const decide = useDecide(advice);
  const isBusy = (verb: "accept" | "dismiss") => decide.isPending && decide.variables === verb;
  if (advice.status === "dismissed") return null;
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {advice.status === "open" ? (
        <Button
          size="xs"
          loading={isBusy("accept")}
          disabled={decide.isPending}
          onClick={() => decide.mutate("accept")}
          aria-label={`Accept: ${advice.title}`}
        >
          Accept
        </Button>
      ) : null}
      <Button
        size="xs"
        variant="default"
        loading={isBusy("dismiss")}
        disabled={decide.isPending}
        onClick={() => decide.mutate("dismiss")}
        aria-label={`Dismiss: ${advice.title}`}
      >
        Dismiss
      </Button>
    </Group>
  );
}
