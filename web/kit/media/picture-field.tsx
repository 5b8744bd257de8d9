"use client";
import { ActionIcon, Button, Group, Input, Text } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconPhoto, IconX } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import classes from "./picture-field.module.css";
import { useChosen } from "./queries.ts";

const PictureDialog = dynamic(() => import("./picture-dialog.tsx").then(({ PictureDialog: Dialog }) => Dialog), {
  ssr: false,
});

interface Props {
  label: string;
  description?: string;
  /** Ids, in the order in which they are shown. */
  value: readonly string[];
  max: number;
  error?: string | undefined;
  onChange(value: string[]): void;
}

/** Pictures of the library in an order: chosen in a dialog, moved and taken out here. */
export function PictureField({ label, description, value, max, error, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const chosen = useChosen(value).data?.items ?? [];
  const moved = (at: number, to: number) => onChange(value.toSpliced(at, 1).toSpliced(to, 0, value[at] ?? ""));
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div" role="group">
      {value.length > 0 ? (
        <ol className={classes["chosen"]} aria-label={label}>
          {value.map((id, at) => {
            const picture = chosen.find((one) => one.id === id);
            const name = picture?.altText ?? picture?.title ?? `Picture ${at + 1}`;
            return (
              <li key={id} className={classes["tile"]}>
                {picture ? (
                  <img src={picture.url} alt={name} className={classes["picture"]} loading="lazy" />
                ) : (
                  <div className={classes["picture"]} />
                )}
                <Group gap={4} mt={4} wrap="nowrap" justify="center">
                  <ActionIcon
                    variant="default"
                    size="sm"
                    aria-label={`Picture ${at + 1} earlier`}
                    disabled={at === 0}
                    onClick={() => moved(at, at - 1)}
                  >
                    <IconArrowLeft size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="sm"
                    aria-label={`Take out picture ${at + 1}`}
                    onClick={() => onChange(value.filter((one) => one !== id))}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="sm"
                    aria-label={`Picture ${at + 1} later`}
                    disabled={at === value.length - 1}
                    onClick={() => moved(at, at + 1)}
                  >
                    <IconArrowRight size={14} aria-hidden />
                  </ActionIcon>
                </Group>
              </li>
            );
          })}
        </ol>
      ) : null}
      <Group gap="sm" mt={6}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPhoto size={14} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {value.length === 0 ? "Choose pictures…" : "Choose others…"}
        </Button>
        <Text size="xs" c="dimmed" className="lm-tabular">
          {value.length} of {max}
        </Text>
      </Group>
      {isOpen ? <PictureDialog value={value} max={max} onClose={() => setOpen(false)} onChange={onChange} /> : null}
    </Input.Wrapper>
  );
}
