"use client";

import { Alert, Button, Group, SegmentedControl, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { HitCard } from "./hit-card.tsx";
import type { knowledgePaths } from "./paths.ts";
import type { Question } from "./queries.ts";
import { useAskDatasets } from "./queries.ts";

const modes = [
  { value: "hybrid", label: "Hybrid" },
  { value: "dense", label: "Meaning" },
  { value: "bm25", label: "Words" },
];
const sizes = ["3", "5", "8", "12", "20"];

interface SandboxProps {
  datasetId: string;
  paths: ReturnType<typeof knowledgePaths>;
}

/** Ask the dataset as an agent would and see why each passage was found. Costs nothing. */
export function Sandbox({ datasetId, paths }: SandboxProps) {
  const [query, setQuery] = useState("");
  const [mode, setMode] = useState<Question["mode"]>("hybrid");
  const [topK, setTopK] = useState("8");
  const ask = useAskDatasets();
  const isReady = query.trim().length >= 2;
  const submit = (): void => {
    if (isReady) ask.mutate({ query: query.trim(), datasetIds: [datasetId], mode, topK: Number(topK) });
  };
  return (
    <Stack>
      <Panel>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Stack gap="sm">
            <Textarea
              label="Question"
              placeholder="What would an agent look for?"
              autosize
              minRows={2}
              maxLength={1_000}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey) return;
                event.preventDefault();
                submit();
              }}
            />
            <Group justify="space-between" align="flex-end">
              <Group align="flex-end">
                <SegmentedControl
                  aria-label="Search mode"
                  data={modes}
                  value={mode}
                  onChange={(value) => setMode(value as Question["mode"])}
                />
                <Select
                  label="Passages"
                  data={sizes}
                  value={topK}
                  w={90}
                  allowDeselect={false}
                  onChange={(value) => setTopK(value ?? "8")}
                />
              </Group>
              <Button
                type="submit"
                leftSection={<IconSearch size={16} aria-hidden />}
                loading={ask.isPending}
                disabled={!isReady}
              >
                Search
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
      {ask.error ? <ErrorBlock error={ask.error} title="The question was not answered." onRetry={submit} /> : null}
      {ask.data ? (
        <>
          <Text size="sm" c="dimmed" role="status">
            {ask.data.hits.length} passages in {ask.data.tookMs} ms
          </Text>
          {ask.data.degraded ? (
            <Alert color="yellow">Search by meaning did not answer; these hits come from words alone.</Alert>
          ) : null}
          {ask.data.hits.length === 0 ? (
            <EmptyState
              icon={IconSearch}
              title="Nothing found"
              text="No passage speaks about this. Try other words, or upload a file that does."
            />
          ) : null}
          <Stack gap="sm" component="ol" p={0} m={0} style={{ listStyle: "none" }}>
            {ask.data.hits.map((hit) => (
              <HitCard key={hit.chunkId} hit={hit} href={paths.file(hit.fileId, hit.chunkId)} />
            ))}
          </Stack>
        </>
      ) : null}
    </Stack>
  );
}
