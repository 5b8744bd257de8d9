import { Progress, Text } from "@mantine/core";
import type { DatasetFile } from "#schema/dataset.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import classes from "./file-state.module.css";
import type { FileProgress } from "./use-file-progress.ts";

const stageWords = {
  parsing: "Reading the text",
  chunking: "Cutting into passages",
  embedding: "Indexing passages",
} as const;

/** Status of a file; while it is worked on its stage and progress, after a failure the reason. */
export function FileState({ file, progress }: { file: DatasetFile; progress: FileProgress | undefined }) {
  const isBusy = file.status === "processing";
  return (
    <span className={classes["state"]}>
      <StatusBadge kind="file" status={file.status} />
      {isBusy && file.stage ? (
        <Text size="xs" c="dimmed" component="span">
          {file.waitsForBudget ? "Waits for provider budget" : stageWords[file.stage]}
          {progress && progress.total > 0 ? ` · ${progress.done} of ${progress.total}` : ""}
        </Text>
      ) : null}
      {isBusy && progress && progress.total > 0 ? (
        <Progress
          size={3}
          w={140}
          value={(progress.done / progress.total) * 100}
          aria-label={`Indexing of ${file.title}`}
        />
      ) : null}
      {file.errorText ? (
        <Text size="xs" c="var(--lm-failed-ink)" component="span" maw={360}>
          {file.errorText}
        </Text>
      ) : null}
    </span>
  );
}
