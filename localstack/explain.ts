/** What a command says when it fails: of a store that is not there, what to do about it; of the rest, the reason. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, address, port } = error as { code?: unknown; address?: unknown; port?: unknown };
  if (code === "ECONNREFUSED" || error.name === "MongoServerSelectionError") {
    const where = address && port ? ` at ${String(address)}:${String(port)}` : "";
    return `A store does not answer${where}. Is Leadmetrics running on these ports? Start it with npm start.`;
  }
  return error.message;
}
