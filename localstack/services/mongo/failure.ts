/** An error answered to the client with the code and name a real server gives. `extra` holds fields such as keyPattern and errInfo. */
export class MongoFailure extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly extra: Record<string, unknown>;

  constructor(code: number, codeName: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.codeName = codeName;
    this.extra = extra;
  }
}

/** Any thrown thing as a failure; what the query engine throws is a bad value to the client. */
export function asFailure(error: unknown): MongoFailure {
  if (error instanceof MongoFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const operator = /^unknown (?:query|top level) operator:? (\S+)/.exec(message)?.[1];
  if (operator) return new MongoFailure(2, "BadValue", `unknown operator: ${operator}`);
  if (message.includes("immutable field '_id'")) return new MongoFailure(66, "ImmutableField", message);
  return new MongoFailure(2, "BadValue", message);
}
