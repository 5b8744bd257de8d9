"use client";

import { Button, Group, Stack, Switch, Textarea } from "@mantine/core";
import { useState } from "react";
import { useRights } from "#kit/auth/session.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { MailSettings } from "#schema/contact.ts";
import { useMailSettings, useSaveMailSettings } from "./queries.ts";

/** What stands under every mail, and who decides about outreach. */
export function MailSettingsPanel() {
  const settings = useMailSettings();
  if (settings.error && !settings.data)
    return <ErrorBlock error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <TextSkeleton lines={4} />;
  return (
    <Panel title="Mail settings">
      <Form key={JSON.stringify(settings.data)} settings={settings.data} />
    </Panel>
  );
}

function Form({ settings }: { settings: MailSettings }) {
  const { can } = useRights();
  const save = useSaveMailSettings();
  const [postalAddress, setPostalAddress] = useState(settings.postalAddress ?? "");
  const [outreachClientReview, setReview] = useState(settings.outreachClientReview);
  const isFixed = !can("tenant_settings.edit");
  const text = postalAddress.trim();
  return (
    <Stack maw={560}>
      <FormErrors error={save.error} />
      <Textarea
        label="Postal address"
        description="Stands under every newsletter and every mail to leads, customers and other sites. Without it none is sent."
        autosize
        minRows={3}
        maxLength={500}
        disabled={isFixed}
        value={postalAddress}
        error={text !== "" && text.length < 10 ? "Write the whole address." : undefined}
        onChange={(event) => setPostalAddress(event.currentTarget.value)}
      />
      <Switch
        label="We approve each mail to other sites ourselves, after the agency"
        checked={outreachClientReview}
        disabled={isFixed}
        onChange={(event) => setReview(event.currentTarget.checked)}
      />
      {isFixed ? null : (
        <Group justify="flex-end">
          <Button
            loading={save.isPending}
            disabled={text !== "" && text.length < 10}
            onClick={() => save.mutate({ postalAddress: text || null, outreachClientReview })}
          >
            Save
          </Button>
        </Group>
      )}
    </Stack>
  );
}
