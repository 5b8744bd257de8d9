/** Work that must wait and try again without using up an attempt: somebody else holds it, or a provider asked for patience. */
export class Busy extends Error {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.name = "Busy";
    this.retryAfterMs = Math.max(250, Math.ceil(retryAfterMs));
  }
}

/** Work that no retry can mend: the job ends and is seen among the dead letters. */
export class Fatal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "Fatal";
    this.code = code;
  }
}
