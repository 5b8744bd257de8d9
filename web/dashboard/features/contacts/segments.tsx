"use client";

import { Button, Group, Modal, MultiSelect, Stack, Table, TagsInput, Text, TextInput } from "@mantine/core";
import { IconFilter, IconPlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { useSegments } from "#kit/newsletter/queries.ts";
import type { ContactType, Segment, SegmentFilter } from "#schema/contact.ts";
import { useReach, useRemoveSegment, useSaveSegment } from "./queries.ts";
import { typeOf, typeOptions } from "./words.ts";

const nobody: SegmentFilter = { types: [], tags: [] };

/** Saved filters over the readers, each with the number of people in it now. */
export function SegmentsPanel() {
  const segments = useSegments();
  const remove = useRemoveSegment();
  const [open, setOpen] = useState<Segment | "new" | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setOpen("new")}>
      New segment
    </Button>
  );
  if (segments.error && !segments.data)
    return <ErrorBlock error={segments.error} onRetry={() => void segments.refetch()} />;
  if (!segments.data) return <TextSkeleton lines={4} />;
  const { items } = segments.data;
  return (
    <Panel title="Segments" actions={add}>
      {items.length === 0 ? (
        <EmptyState
          icon={IconFilter}
          title="No segment yet"
          text="A segment is a filter over the readers of your newsletter, for example customers with the tag “club”."
        />
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table aria-label="Segments">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Who</Table.Th>
                <Table.Th ta="right">People now</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((segment) => (
                <Table.Tr key={segment.id}>
                  <Table.Td>{segment.name}</Table.Td>
                  <Table.Td>{wordsOf(segment.filter)}</Table.Td>
                  <Table.Td ta="right">{segment.count}</Table.Td>
                  <Table.Td>
                    <Group gap="xs" justify="flex-end" wrap="nowrap">
                      <Button size="xs" variant="default" onClick={() => setOpen(segment)}>
                        Change
                      </Button>
                      <Button size="xs" variant="subtle" color="red" onClick={() => remove.mutate(segment.id)}>
                        Remove
                      </Button>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open === "new" ? "New segment" : "Change segment"}
      >
        {open ? <Form segment={open === "new" ? null : open} onClose={() => setOpen(null)} /> : null}
      </Modal>
    </Panel>
  );
}

function Form({ segment, onClose }: { segment: Segment | null; onClose: () => void }) {
  const [name, setName] = useState(segment?.name ?? "");
  const [filter, setFilter] = useState(segment?.filter ?? nobody);
  const { mutate: look, data: reach } = useReach();
  const save = useSaveSegment(segment?.id ?? null, onClose);
  useEffect(() => look(filter), [filter, look]);
  return (
    <Stack>
      <FormErrors error={save.error} />
      <TextInput
        data-autofocus
        label="Name"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <MultiSelect
        label="Readers who are"
        placeholder={filter.types.length === 0 ? "Anything" : ""}
        data={typeOptions}
        value={filter.types}
        onChange={(types) => setFilter({ ...filter, types: types as ContactType[] })}
      />
      <TagsInput
        label="With any of these tags"
        description="Press Enter after each"
        maxTags={10}
        value={filter.tags}
        onChange={(tags) => setFilter({ ...filter, tags })}
      />
      <TextInput
        label="Readers since"
        type="date"
        value={filter.subscribedAfter ?? ""}
        onChange={(event) => setFilter({ ...filter, subscribedAfter: event.currentTarget.value || undefined })}
      />
      <Text size="sm" role="status">
        {reach
          ? `${reach.count} people now${reach.suppressed > 0 ? `, ${reach.suppressed} more are not written to` : ""}`
          : "Counting…"}
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={name.trim().length < 2}
          loading={save.isPending}
          onClick={() => save.mutate({ name: name.trim(), filter })}
        >
          Save
        </Button>
      </Group>
    </Stack>
  );
}

function wordsOf({ types, tags, subscribedAfter }: SegmentFilter): string {
  return [
    types.length === 0 ? "Every reader" : types.map((type) => `${typeOf(type)}s`).join(" and "),
    ...(tags.length > 0 ? [`tagged ${tags.join(" or ")}`] : []),
    ...(subscribedAfter ? [`since ${subscribedAfter}`] : []),
  ].join(", ");
}
