import { type FileErrorCode, fileErrorText } from "#schema/dataset.ts";

/** Why a file cannot be taken in. The message is meant for the person who uploaded it. */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, cause?: unknown) {
    super(fileErrorText[code], cause === undefined ? undefined : { cause });
    this.name = "FileError";
    this.code = code;
  }
}
