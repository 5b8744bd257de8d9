import {
  DatasetKind,
  DatasetParser,
  DatasetVisibility,
  DocKind,
  FileErrorCode,
  FileSource,
  FileStage,
  FileStatus,
  IngestKind,
  IngestStatus,
  Trust,
} from "../../dataset.ts";

export const knowledgeSets = {
  "dataset_files.doc_kind": DocKind,
  "dataset_files.error_code": FileErrorCode,
  "dataset_files.source": FileSource,
  "dataset_files.stage": FileStage,
  "dataset_files.status": FileStatus,
  "dataset_files.trust": Trust,
  "datasets.kind": DatasetKind,
  "datasets.parser": DatasetParser,
  "datasets.trust": Trust,
  "datasets.visibility": DatasetVisibility,
  "ingest_jobs.kind": IngestKind,
  "ingest_jobs.status": IngestStatus,
};
