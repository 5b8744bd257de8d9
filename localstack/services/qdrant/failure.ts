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

/** A value of the right type that is out of bounds. */
export const invalid = (field: string, what: string): QdrantFailure =>
  new QdrantFailure(422, `Validation error in JSON body: [${field}: ${what}]`);

export const notFound = (what: string): QdrantFailure => new QdrantFailure(404, `Not found: ${what}`);

/** Something the real server can do and this one cannot. */
export const unsupported = (what: string): QdrantFailure =>
  new QdrantFailure(400, `Bad request: ${what} is not supported by this server`);
