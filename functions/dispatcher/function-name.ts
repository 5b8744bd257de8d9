/**
 * The name under which a function of the catalogue is invoked: `functions/worker/agents.handler` -> `worker-agents`.
 * The dispatcher, the local host and the stacks take it from here.
 */
export function functionName(path: string): string {
  return path
    .replace(/^functions\//, "")
    .replace(/\.handler$/, "")
    .replaceAll("/", "-");
}
