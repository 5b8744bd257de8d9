"use client";

import { Text } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { FileState } from "#kit/knowledge/file-state.tsx";
import { useDatasetFiles, useDatasets } from "#kit/knowledge/queries.ts";
import { UploadPanel } from "#kit/knowledge/upload-panel.tsx";
import { useFileProgress } from "#kit/knowledge/use-file-progress.ts";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";
import classes from "./wizard.module.css";
import { useWizardBoard } from "./wizard-context.tsx";

/** Files for the client's own dataset, with how far they are read. */
export function DocumentsStep() {
  const { mayEdit } = useWizardBoard();
  const datasets = useDatasets();
  const dataset = datasets.data?.items.find(({ kind }) => kind === "client_documents");
  const { form, submit, problem, isBusy } = useStepForm("documents", {}, () => ({}));
  return (
    <StepFrame step="documents" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem}>
      {datasets.isPending ? <TextSkeleton lines={3} /> : null}
      {datasets.error && !datasets.data ? (
        <ErrorBlock error={datasets.error} onRetry={() => void datasets.refetch()} />
      ) : null}
      {dataset && mayEdit ? <UploadPanel datasetId={dataset.id} /> : null}
      {dataset ? <Files datasetId={dataset.id} /> : null}
    </StepFrame>
  );
}

function Files({ datasetId }: { datasetId: string }) {
  const list = useDatasetFiles(datasetId, {});
  const progress = useFileProgress();
  if (list.isPending) return <TextSkeleton lines={3} />;
  if (list.error) return <ErrorBlock error={list.error} onRetry={list.refetch} />;
  return (
    <ul className={classes["summary"]} aria-label="Files">
      {list.items.map((file) => (
        <li key={file.id}>
          <Text size="sm" style={{ minWidth: 0, overflowWrap: "anywhere" }}>
            {file.title}
          </Text>
          <FileState file={file} progress={progress.get(file.id)} />
        </li>
      ))}
    </ul>
  );
}
