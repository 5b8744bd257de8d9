"use client";

import { Button, Radio, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { ErrorBlock } from "../components/error-block.tsx";
import { FormErrors } from "../components/form-errors.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import classes from "./channels.module.css";
import { useChoose, useOffers } from "./queries.ts";

const filteredFrom = 8;

/** The accounts that a sign-in opens, of which the person means one. */
export function AccountChoice({ choice, onDone }: { choice: string; onDone: () => void }) {
  const offers = useOffers(choice);
  const choose = useChoose(onDone);
  const [selectedId, select] = useState<string | null>(null);
  const [filter, setFilter] = useState("");
  if (offers.isPending) return <TextSkeleton lines={5} />;
  if (!offers.data) return <ErrorBlock error={offers.error} onRetry={() => void offers.refetch()} />;
  const { items } = offers.data;
  const wanted = filter.trim().toLowerCase();
  const shown = items.filter(({ title, detail }) => `${title} ${detail ?? ""}`.toLowerCase().includes(wanted));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (selectedId) choose.mutate({ choice, selectedId });
      }}
    >
      <Stack>
        <FormErrors error={choose.error} />
        {items.length > filteredFrom ? (
          <TextInput
            aria-label="Find an account"
            placeholder="Find an account"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        ) : null}
        <Radio.Group label="Account" value={selectedId} onChange={select}>
          <Stack gap="sm" mt="xs" className={classes["choices"]}>
            {shown.map(({ id, title, detail, isConnected }) => (
              <Radio
                key={id}
                value={id}
                label={title}
                description={isConnected ? "Connected already" : detail}
                disabled={isConnected}
              />
            ))}
            {shown.length === 0 ? (
              <Text size="sm" c="dimmed">
                No account has this name.
              </Text>
            ) : null}
          </Stack>
        </Radio.Group>
        <Button type="submit" disabled={!selectedId} loading={choose.isPending}>
          Connect this account
        </Button>
      </Stack>
    </form>
  );
}
