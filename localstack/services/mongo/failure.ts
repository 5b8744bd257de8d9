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

/** What this server leaves to a real one, where a real one has no error for it. */
export function notImplemented(message: string): MongoFailure {
  return new MongoFailure(238, "NotImplemented", message);
}

/** The answer to an update that would give a document another `_id`. */
export function immutableId(): MongoFailure {
  const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
  return new MongoFailure(66, "ImmutableField", message);
}

/** Any thrown thing as a failure; what the expression engine throws is a bad value to the client. */
export function asFailure(error: unknown): MongoFailure {
  if (error instanceof MongoFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const operator = /^unknown (?:[a-z ]*)operator:? '?(\$\w+)/i.exec(message)?.[1];
  if (operator) return new MongoFailure(168, "InvalidPipelineOperator", `Unrecognized expression '${operator}'`);
  if (message.includes("immutable field '_id'")) return immutableId();
  return new MongoFailure(2, "BadValue", message);
}
