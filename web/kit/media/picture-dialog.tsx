"use client";
import { Button, FileButton, Group, Input, Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPhotoOff, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { pictureMimes } from "#schema/media.ts";
import { asApiError } from "../api/error.ts";
import { useRights } from "../auth/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import classes from "./picture-field.module.css";
import { useAddPicture, usePictures } from "./queries.ts";

const searchMs = 250;

interface Props {
  value: readonly string[];
  max: number;
  onChange(value: string[]): void;
  onClose(): void;
}

/** The client's library: pictures are pressed in the order in which they are shown; new ones can be uploaded. */
export function PictureDialog({ value, max, onChange, onClose }: Props) {
  const { can } = useRights();
  const [q, setQ] = useState("");
  const [wanted] = useDebouncedValue(q, searchMs);
  const pictures = usePictures(wanted, true);
  const isFull = value.length >= max;
  const add = useAddPicture(({ id }) => {
    if (!isFull && !value.includes(id)) onChange([...value, id]);
  });
  const press = (id: string) => {
    if (value.includes(id)) onChange(value.filter((one) => one !== id));
    else if (!isFull) onChange([...value, id]);
  };
  return (
    <Modal opened onClose={onClose} title="Pictures of the library" size="xl">
      <Stack gap="md">
        <Group gap="sm" align="flex-end">
          <TextInput
            flex="1 1 12rem"
            data-autofocus
            aria-label="Search pictures"
            placeholder="Search by name or what is to be seen"
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          {can("media.edit") ? (
            <FileButton onChange={(file) => file && add.mutate(file)} accept={pictureMimes.join(",")}>
              {(button) => (
                <Button
                  {...button}
                  variant="default"
                  leftSection={<IconUpload size={16} aria-hidden />}
                  loading={add.isPending}
                >
                  Upload
                </Button>
              )}
            </FileButton>
          ) : null}
        </Group>
        {add.error ? <Input.Error role="alert">{asApiError(add.error).message}</Input.Error> : null}
        {pictures.isPending ? <TextSkeleton lines={4} /> : null}
        {pictures.error ? <ErrorBlock error={pictures.error} onRetry={pictures.refetch} /> : null}
        {!pictures.isPending && !pictures.error && pictures.items.length === 0 ? (
          <EmptyState
            compact
            icon={IconPhotoOff}
            title={wanted.trim() ? "No picture of that name" : "The library has no pictures yet"}
            text={
              wanted.trim() ? "Try another word." : "Those of the website and those that agents make come here too."
            }
          />
        ) : null}
        <div className={classes["grid"]}>
          {pictures.items.map(({ id, url, altText, title }) => {
            const at = value.indexOf(id);
            return (
              <UnstyledButton
                key={id}
                className={classes["option"] ?? ""}
                aria-pressed={at >= 0}
                disabled={at < 0 && isFull}
                onClick={() => press(id)}
              >
                <img src={url} alt={altText ?? title ?? "Picture"} className={classes["picture"]} loading="lazy" />
                {at >= 0 ? <span className={classes["number"]}>{at + 1}</span> : null}
                <Text size="xs" c="dimmed" truncate mt={2} aria-hidden>
                  {title ?? altText}
                </Text>
              </UnstyledButton>
            );
          })}
        </div>
        <Group justify="space-between">
          <Text size="sm" c="dimmed" aria-live="polite">
            {value.length} of {max} chosen
          </Text>
          <Group gap="sm">
            {pictures.hasMore ? (
              <Button variant="default" loading={pictures.isLoadingMore} onClick={pictures.loadMore}>
                Show more
              </Button>
            ) : null}
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
