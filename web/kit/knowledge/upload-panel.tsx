"use client";

import { ActionIcon, Button, Progress, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconCloudUpload, IconX } from "@tabler/icons-react";
import { fileSize } from "../components/format.ts";
import { ToneBadge } from "../components/status-badge.tsx";
import type { Tone } from "../theme/status-tokens.ts";
import { readableWords, refusal } from "./file-kinds.ts";
import classes from "./upload-panel.module.css";
import type { Upload } from "./use-uploads.ts";
import { useUploads } from "./use-uploads.ts";

const looks: Record<Upload["state"], { tone: Tone; word: string }> = {
  sending: { tone: "running", word: "Uploading" },
  finishing: { tone: "running", word: "Checking" },
  added: { tone: "done", word: "Added" },
  duplicate: { tone: "attention", word: "Already here" },
  failed: { tone: "failed", word: "Not added" },
};

/** Drop zone and the files on their way into the dataset. */
export function UploadPanel({ datasetId }: { datasetId: string }) {
  const { uploads, add, retry, dismiss } = useUploads(datasetId);
  return (
    <div className={classes["panel"]}>
      <Dropzone
        onDrop={add}
        multiple
        className={classes["zone"] ?? ""}
        inputProps={{ "aria-label": "Files to upload" }}
        aria-label={`Upload files: ${readableWords}`}
      >
        <div className={classes["invite"]}>
          <IconCloudUpload size={26} stroke={1.4} aria-hidden />
          <div>
            <Text fw={600} size="sm">
              Drop files here, or choose them
            </Text>
            <Text size="xs" c="dimmed">
              {readableWords}
            </Text>
          </div>
        </div>
      </Dropzone>
      {uploads.length > 0 ? (
        <ul className={classes["list"]} aria-label="Uploads">
          {uploads.map((upload) => (
            <UploadRow
              key={upload.key}
              upload={upload}
              onRetry={() => retry(upload.key)}
              onDismiss={() => dismiss(upload.key)}
            />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function UploadRow({ upload, onRetry, onDismiss }: { upload: Upload; onRetry: () => void; onDismiss: () => void }) {
  const { tone, word } = looks[upload.state];
  const isBusy = upload.state === "sending" || upload.state === "finishing";
  return (
    <li className={classes["row"]}>
      <div className={classes["name"]}>
        <Text size="sm" fw={550} truncate>
          {upload.file.name}
        </Text>
        <Text size="xs" c="dimmed" role="status">
          {upload.message ?? fileSize(upload.file.size)}
        </Text>
        {isBusy ? (
          <Progress
            value={upload.share * 100}
            size={4}
            mt={4}
            aria-label={`Upload of ${upload.file.name}`}
            animated={upload.state === "finishing"}
          />
        ) : null}
      </div>
      <ToneBadge tone={tone}>{word}</ToneBadge>
      {upload.state === "failed" && !refusal(upload.file) ? (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          Retry
        </Button>
      ) : null}
      <ActionIcon
        onClick={onDismiss}
        aria-label={isBusy ? `Stop the upload of ${upload.file.name}` : `Hide ${upload.file.name}`}
      >
        <IconX size={16} />
      </ActionIcon>
    </li>
  );
}
