"use client";

import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { RepurposeQuery } from "#schema/repurpose.ts";
import { useRateOf } from "../api/use-rate.ts";
import { credits } from "../components/format.ts";
import { useRepurpose } from "./queries.ts";
import { choicesOf } from "./wishes.ts";

interface RepurposeDialogProps {
  source: RepurposeQuery;
  opened: boolean;
  onClose: () => void;
}

const chosenMax = 6;

/** Which kinds of text are made of one, and what that costs. */
export function RepurposeDialog({ source, opened, onClose }: RepurposeDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="What shall be made of it?">
      <Body source={source} onClose={onClose} />
    </Modal>
  );
}

function Body({ source, onClose }: Omit<RepurposeDialogProps, "opened">) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const order = useRepurpose(source, onClose);
  const each = useRateOf()("content_repurpose");
  const groups = choicesOf(source.sourceType);
  const wishes = groups
    .flatMap(({ choices }) => choices)
    .filter(({ key }) => chosen.includes(key))
    .map(({ wish }) => wish);
  return (
    <Stack gap="md">
      <Checkbox.Group value={[...chosen]} onChange={setChosen} aria-label="What is made of it">
        <Stack gap="sm">
          {groups.map(({ title, choices }) => (
            <div key={title}>
              {choices.length > 1 ? (
                <Text size="sm" fw={600} mb={6}>
                  {title}
                </Text>
              ) : null}
              <Group gap="md">
                {choices.map(({ key, label }) => (
                  <Checkbox
                    key={key}
                    value={key}
                    label={label}
                    aria-label={choices.length > 1 ? `${title}: ${label}` : label}
                    disabled={chosen.length >= chosenMax && !chosen.includes(key)}
                  />
                ))}
              </Group>
            </div>
          ))}
        </Stack>
      </Checkbox.Group>
      <Text size="sm" c="dimmed" aria-live="polite">
        {each === null ? null : `${credits(each)} for each text, ${credits(each * wishes.length)} together. `}
        At most {chosenMax} at a time; each is reviewed like any other before it leaves.
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={wishes.length === 0} loading={order.isPending} onClick={() => order.mutate(wishes)}>
          Have {wishes.length > 1 ? `${wishes.length} texts` : "it"} written
        </Button>
      </Group>
    </Stack>
  );
}
