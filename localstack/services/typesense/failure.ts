/** An error answered as `{ "message": ... }` with this HTTP status. */
export class TypesenseFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const badRequest = (message: string): TypesenseFailure => new TypesenseFailure(400, message);

export const notFound = (message = "Not Found"): TypesenseFailure => new TypesenseFailure(404, message);
