/** An error answered as `{ status: { error } }` with this HTTP status. */
export class QdrantFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const wrongInput = (what: string): QdrantFailure => new QdrantFailure(400, `Wrong input: ${what}`);

export const badFormat = (what: string): QdrantFailure => new QdrantFailure(400, `Format error in JSON body: ${what}`);
