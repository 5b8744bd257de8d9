"use client";

import { Anchor, Button, Stack, Text } from "@mantine/core";
import { IconRefresh, IconRocket } from "@tabler/icons-react";
import Link from "next/link";
import { useRights } from "#kit/auth/session.ts";
import { Elapsed } from "#kit/components/elapsed.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { SetupRetry, type SetupStep } from "#schema/setup.ts";
import { useRetrySetup, useSetup } from "./queries.ts";
import classes from "./setup-progress.module.css";
import { hrefOf, labels, waitingWords } from "./setup-words.ts";

/** The chain from the website to the plan, each link with its state; live. */
export function SetupProgress() {
  const setup = useSetup();
  if (setup.isPending) return <TextSkeleton lines={8} />;
  if (!setup.data) return <ErrorBlock error={setup.error} onRetry={() => void setup.refetch()} />;
  if (setup.data.steps.length === 0) {
    return (
      <EmptyState
        icon={IconRocket}
        title="Nothing is being set up"
        text="Refresh the context file to have your company researched anew."
        action={
          <Button component={Link} href="/context" variant="default">
            Context file
          </Button>
        }
      />
    );
  }
  return (
    <Panel title="From website to plan">
      <ol className={classes["chain"]} aria-label="Steps of the setup">
        {setup.data.steps.map((step) => (
          <ChainLink key={step.name} step={step} />
        ))}
      </ol>
    </Panel>
  );
}

function ChainLink({ step }: { step: SetupStep }) {
  const { can } = useRights();
  const retry = useRetrySetup();
  const href = hrefOf(step);
  const again = SetupRetry.shape.step.safeParse(step.name);
  const isStuck = step.status === "failed" || (step.status === "waiting" && step.blockedReason !== null);
  return (
    <li className={classes["step"]} data-status={step.status}>
      <span className={classes["dot"]} aria-hidden />
      <Stack gap={4} className={classes["words"] ?? ""}>
        <div className={classes["head"]}>
          {href ? (
            <Anchor component={Link} href={href} fw={600}>
              {labels[step.name]}
            </Anchor>
          ) : (
            <Text fw={600}>{labels[step.name]}</Text>
          )}
          <StatusBadge kind="setup" status={step.status} size="sm" />
          {step.startedAt ? (
            <Text size="xs" c="dimmed" className="lm-tabular">
              <Elapsed from={step.startedAt} to={step.finishedAt} />
            </Text>
          ) : null}
        </div>
        <Text size="sm" c={step.status === "failed" ? "var(--lm-failed-ink)" : "dimmed"}>
          {waitingWords(step)}
        </Text>
        {isStuck && again.success && can("context_file.edit") ? (
          <div>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              loading={retry.isPending}
              onClick={() => retry.mutate(again.data)}
            >
              Try again
            </Button>
          </div>
        ) : null}
      </Stack>
    </li>
  );
}
