"use client";

import { Button, Group, Modal, Stack, TagsInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Report } from "#schema/report.ts";
import { recipientsMax } from "#schema/report-schedule.ts";
import { asApiError } from "../api/error.ts";
import { useSend } from "./queries.ts";

/** Asks to whom a report is mailed as PDF. */
export function SendDialog({ report, opened, onClose }: { report: Report; opened: boolean; onClose(): void }) {
  const [to, setTo] = useState<string[]>([]);
  const send = useSend(report.id, onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send.mutate(to);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Send “${report.label}”`}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <TagsInput
            data-autofocus
            label="Addresses"
            description="Each gets this report once, with the PDF attached."
            placeholder="name@company.com"
            maxTags={recipientsMax}
            splitChars={[",", " ", ";"]}
            acceptValueOnBlur
            error={send.isError ? asApiError(send.error).message : null}
            value={to}
            onChange={setTo}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={send.isPending} disabled={to.length === 0}>
              Send
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
