"use client";

import { Anchor, Modal, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { asApiError } from "#kit/api/error.ts";
import { ReasonDialog } from "#kit/components/reason-dialog.tsx";
import { impersonationMinutes } from "#schema/impersonation.ts";
import { useImpersonate } from "./queries.ts";

interface ImpersonateDialogProps {
  tenant: { id: string; name: string };
  person: { id: string; name: string };
  onClose: () => void;
}

/** Asks why, then opens the client's Dashboard as that person in a new tab. */
export function ImpersonateDialog({ tenant, person, onClose }: ImpersonateDialogProps) {
  const [readOnly, setReadOnly] = useState(true);
  const [blockedUrl, setBlockedUrl] = useState<string | null>(null);
  const start = useImpersonate(tenant.id, ({ url }) => {
    const tab = window.open(url, "_blank");
    if (!tab) return setBlockedUrl(url);
    tab.opener = null;
    onClose();
  });
  if (blockedUrl !== null) return <OpenYourself url={blockedUrl} name={person.name} onClose={onClose} />;
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      onConfirm={(reason) => start.mutate({ userId: person.id, reason, readOnly })}
      title={`Act as ${person.name}?`}
      confirmLabel="Open their Dashboard"
      isBusy={start.isPending}
      problem={start.error ? asApiError(start.error).message : undefined}
      extra={
        <Switch
          label="Only look"
          description="Off: what you do counts as done by both of you. Approvals, contracts, payments and credentials stay closed either way."
          checked={readOnly}
          onChange={(event) => setReadOnly(event.currentTarget.checked)}
        />
      }
    >
      You will see the Dashboard of <strong>{tenant.name}</strong> as {person.name} does, for at most{" "}
      {impersonationMinutes} minutes. A red banner stays above every page, and each step is written to the client's
      audit log with both names.
    </ReasonDialog>
  );
}

/** The browser let no tab be opened: the person opens it. */
function OpenYourself({ url, name, onClose }: { url: string; name: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Your browser kept the new tab shut">
      <Stack gap="sm">
        <Text size="sm">The address below is good for one minute, once.</Text>
        <Anchor href={url} target="_blank" rel="noreferrer" onClick={onClose}>
          Open the Dashboard as {name}
        </Anchor>
      </Stack>
    </Modal>
  );
}
