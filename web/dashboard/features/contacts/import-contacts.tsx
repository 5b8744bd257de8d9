"use client";

import { Alert, Button, Checkbox, FileInput, Group, List, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormErrors } from "#kit/components/form-errors.tsx";
import type { ContactImport, ContactType, ImportResult } from "#schema/contact.ts";
import { useImport } from "./queries.ts";
import { typeOptions } from "./words.ts";

const duplicates = [
  { value: "fill_empty", label: "fill what is empty" },
  { value: "overwrite", label: "overwrite" },
  { value: "skip", label: "leave as they are" },
] as const;

/** Takes a list of people in out of a file: first what would happen, then the same for good. */
export function ImportContacts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title="Import contacts">
      <Body onClose={onClose} />
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const [wish, setWish] = useState<Partial<ContactImport>>({
    duplicates: "fill_empty",
    type: "prospect",
    subscribe: false,
  });
  const [result, setResult] = useState<ImportResult | null>(null);
  const run = useImport(setResult);
  const change = (patch: Partial<ContactImport>) => {
    setWish({ ...wish, ...patch });
    setResult(null);
  };
  const isReady = wish.csv !== undefined && (wish.consentText ?? "").trim().length >= 5;
  const isDone = result !== null && !result.dryRun;
  return (
    <Stack>
      <FormErrors error={run.error} />
      <FileInput
        label="CSV file with a line of headings"
        description="Known headings: e-mail, first name, last name, phone, company. At most 1,000 rows."
        accept=".csv,text/csv,text/plain"
        placeholder="Choose a file"
        onChange={(file) => {
          if (file) void file.text().then((csv) => change({ csv }));
        }}
      />
      <TextInput
        label="On what ground may they be written to?"
        description="For example where they signed up. It is kept with each of them."
        maxLength={500}
        value={wish.consentText ?? ""}
        onChange={(event) => change({ consentText: event.currentTarget.value })}
      />
      <Group grow align="end">
        <Select
          label="They are"
          data={typeOptions}
          allowDeselect={false}
          value={wish.type ?? null}
          onChange={(value) => change({ type: (value ?? "prospect") as ContactType })}
        />
        <Select
          label="Who is known already"
          data={duplicates}
          allowDeselect={false}
          value={wish.duplicates ?? null}
          onChange={(value) => change({ duplicates: duplicates.find((one) => one.value === value)?.value ?? "skip" })}
        />
        <TextInput
          label="Tag"
          maxLength={40}
          onChange={(event) => change({ tag: event.currentTarget.value.trim() || undefined })}
        />
      </Group>
      <Checkbox
        label="They asked for the newsletter. Who left it before stays away."
        checked={wish.subscribe ?? false}
        onChange={(event) => change({ subscribe: event.currentTarget.checked })}
      />
      {result ? <Outcome result={result} /> : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {isDone ? "Close" : "Cancel"}
        </Button>
        {isDone ? null : (
          <Button
            disabled={!isReady}
            loading={run.isPending}
            onClick={() => run.mutate({ ...wish, dryRun: result === null })}
          >
            {result ? `Import ${result.created + result.updated}` : "Check the file"}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Outcome({ result }: { result: ImportResult }) {
  const { dryRun, created, updated, skipped, invalid, ignored, errors } = result;
  return (
    <Alert color={invalid > 0 ? "yellow" : "green"} title={dryRun ? "This would happen" : "Done"} role="status">
      <Text size="sm">
        {created} new, {updated} updated, {skipped} left as they are, {invalid} that do not fit.
      </Text>
      {ignored.length > 0 ? <Text size="sm">Columns nobody knows: {ignored.join(", ")}.</Text> : null}
      {errors.length > 0 ? (
        <List size="sm" mt="xs">
          {errors.slice(0, 10).map(({ row, reason }) => (
            <List.Item key={row}>
              Row {row}: {reason}
            </List.Item>
          ))}
        </List>
      ) : null}
    </Alert>
  );
}
