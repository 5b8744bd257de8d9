"use client";

import { Button, FileButton, Group, Input, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { asApiError } from "#kit/api/error.ts";
import { useRights } from "#kit/auth/session.ts";
import type { FoundBrand } from "#schema/onboarding.ts";
import { logoBytesMax, logoMimes } from "#schema/onboarding.ts";
import { useLogo } from "./queries.ts";
import classes from "./wizard.module.css";

/** The logo as it is known, and the way to another one. It is kept at once, before the step is saved. */
export function LogoField({ found: { assets } }: { found: FoundBrand }) {
  const { can } = useRights();
  const logo = assets.find(({ kind }) => kind === "logo");
  const upload = useLogo();
  const [file, setFile] = useState<File | null>(null);
  const picture = usePicture(upload.isSuccess ? file : null);
  const problem = upload.error ? asApiError(upload.error).message : null;
  const take = (given: File | null): void => {
    if (!given) return;
    setFile(given);
    upload.mutate(given);
  };
  return (
    <Stack gap={6} role="group" aria-label="Logo">
      <Input.Label component="div">Logo</Input.Label>
      <Group gap="md" wrap="nowrap">
        {picture ? <img src={picture} alt="The new logo" className={classes["logo"]} /> : null}
        <Text size="sm" {...(logo ? {} : { c: "dimmed" })} truncate>
          {logo ? wordsOf(logo) : "None yet"}
        </Text>
      </Group>
      {problem ? <Input.Error role="alert">{problem}</Input.Error> : null}
      {can("media.edit") ? (
        <Group gap="sm">
          <FileButton onChange={take} accept={logoMimes.join(",")}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant="default"
                leftSection={<IconUpload size={14} aria-hidden />}
                loading={upload.isPending}
              >
                {logo ? "Replace the logo" : "Upload a logo"}
              </Button>
            )}
          </FileButton>
          <Text size="xs" c="dimmed">
            PNG, JPEG or WebP, up to {logoBytesMax / 1_024 ** 2} MB
          </Text>
        </Group>
      ) : null}
    </Stack>
  );
}

function wordsOf({ label, source, confidence }: FoundBrand["assets"][number]): string {
  if (source === "manual") return label;
  return `Found on your website${confidence === null ? "" : `, ${Math.round(confidence * 100)} % sure`}`;
}

function usePicture(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
