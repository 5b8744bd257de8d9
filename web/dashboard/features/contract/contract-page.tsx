"use client";

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconClock, IconFileTypePdf } from "@tabler/icons-react";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { absoluteTime, shortDate } from "#kit/components/format.ts";
import { Markdown } from "#kit/components/markdown.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Contract } from "#schema/contract.ts";
import { AcceptForm } from "./accept-form.tsx";
import { useContract, useContractPdf } from "./queries.ts";

/** The terms between the company and the platform: to read, and for an admin to accept. */
export function ContractPage() {
  const contract = useContract();
  const terms = contract.data;
  const pdf = useContractPdf();
  return (
    <>
      <PageHeader
        title="Contract"
        actions={
          terms ? (
            <Button
              variant="default"
              leftSection={<IconFileTypePdf size={16} aria-hidden />}
              loading={pdf.isPending}
              onClick={() => pdf.mutate()}
            >
              PDF
            </Button>
          ) : null
        }
        lead={
          terms
            ? `${terms.title}, version ${terms.version}, in force from ${shortDate(terms.effectiveFrom)}`
            : undefined
        }
      />
      {contract.isPending ? <TextSkeleton lines={10} /> : null}
      {contract.error && !terms ? <ErrorBlock error={contract.error} onRetry={() => void contract.refetch()} /> : null}
      {terms ? (
        <Stack maw={820}>
          <State contract={terms} />
          <Panel title="The terms" aside={<CopyId id={terms.sha256} label="fingerprint of the text" />}>
            <Markdown look="plain">{terms.body}</Markdown>
          </Panel>
          {terms.mayAccept ? <AcceptForm version={terms.version} /> : null}
        </Stack>
      ) : null}
    </>
  );
}

function State({ contract }: { contract: Contract }) {
  if (contract.acceptedAt) {
    return (
      <Alert color="green" icon={<IconCircleCheck aria-hidden />} title="Accepted">
        By {contract.acceptedBy} on {absoluteTime(contract.acceptedAt)}.
      </Alert>
    );
  }
  if (contract.mayAccept) {
    return <Text size="sm">Please read the terms. Below them you accept for your company.</Text>;
  }
  return (
    <Alert color="yellow" icon={<IconClock aria-hidden />} title="Waiting for an admin">
      Only an admin of your company can accept. Until then nothing is made for you.
    </Alert>
  );
}
