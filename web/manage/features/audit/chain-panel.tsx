"use client";

import { Button, Text } from "@mantine/core";
import { IconShieldSearch } from "@tabler/icons-react";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { count } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ChainStatus } from "#schema/chain.ts";
import classes from "./audit.module.css";
import { useChain, useVerification, useVerifyChain } from "./queries.ts";

/** Whether a chain holds, as its last verification found. */
export function ChainBadge(status: Pick<ChainStatus, "chain" | "verification">) {
  const verification = useVerification(status);
  if (!verification) return <ToneBadge tone="unknown">Never verified</ToneBadge>;
  if (verification.ok) return <ToneBadge tone="done">Holds</ToneBadge>;
  return <ToneBadge tone="failed">{`Broken at entry ${verification.firstBadSeq ?? "?"}`}</ToneBadge>;
}

/** One chain: how long it is, its last hash, its last verification, and verifying it now. */
export function ChainPanel({ chain }: { chain: string }) {
  const chains = useChain(chain);
  const status = chains.data?.items[0];
  return (
    <Panel
      title="Chain"
      aside={status ? <ChainBadge chain={chain} verification={status.verification} /> : null}
      actions={<VerifyButton chain={chain} verification={status?.verification ?? null} />}
    >
      {chains.isError ? (
        <ErrorBlock
          error={chains.error}
          title="The state of the chain could not be loaded."
          onRetry={() => void chains.refetch()}
        />
      ) : chains.isPending ? (
        <TextSkeleton lines={2} />
      ) : status ? (
        <ChainFacts status={status} />
      ) : (
        <Text size="sm" c="dimmed">
          The chain has no entry yet.
        </Text>
      )}
    </Panel>
  );
}

function ChainFacts({ status }: { status: ChainStatus }) {
  const { lastSeq, lastHash, movedAt } = status;
  const verification = useVerification(status);
  return (
    <div className={classes["seal"]}>
      <Fact name="Entries">{count(lastSeq)}</Fact>
      <Fact name="Last entry">
        <TimeAgo at={movedAt} />
      </Fact>
      <Fact name="Last hash">
        <CopyId id={lastHash} label="last hash" />
      </Fact>
      <Fact name="Last verified">
        <TimeAgo at={verification?.at ?? null} fallback="never" />
        {verification ? `, up to entry ${count(verification.checkedTo)}` : ""}
      </Fact>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  );
}

/** Computes a chain again, entry by entry. */
export function VerifyButton({ chain, verification }: Pick<ChainStatus, "chain" | "verification">) {
  const verify = useVerifyChain(verification?.at ?? null);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconShieldSearch size={15} aria-hidden />}
      loading={verify.isPending}
      onClick={() => verify.mutate({ chain })}
    >
      Verify now
    </Button>
  );
}
