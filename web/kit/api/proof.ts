type Ask = () => Promise<boolean>;

let ask: Ask | null = null;
let running: Promise<boolean> | null = null;

/** Names who asks the person for password or code again; the dialog does so while it is mounted. */
export function proofIsAskedBy(asker: Ask | null): void {
  ask = asker;
}

/** Asks the person to prove again who they are; calls at the same moment share one question. False when they decline. */
export function askForProof(): Promise<boolean> {
  if (!ask) return Promise.resolve(false);
  running ??= ask().finally(() => {
    running = null;
  });
  return running;
}
