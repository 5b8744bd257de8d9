import { type ChildProcess, spawn } from "node:child_process";

/** A process, leader of its group, to end if the supervisor dies. */
export type Guarded = { pid: number; signal: NodeJS.Signals };

export type Guard = {
  /** Replaces the list of processes that must not outlive the supervisor. */
  watch: (list: readonly Guarded[]) => void;
  /** Ends the guard without touching anything. */
  close: () => void;
};

// Reads lists from its standard input, one line each. The end of input means that the supervisor is gone, however it died:
// the processes of the last list are asked to end and, ten seconds later, killed.
const script = `
trap '' INT TERM HUP
list=
while read -r line; do list=$line; done
for one in $list; do kill -s "\${one%%:*}" "\${one#*:}" 2>/dev/null; done
turns=0
while [ -n "$list" ] && [ $turns -lt 40 ]; do
  sleep 0.25
  alive=
  for one in $list; do kill -0 "\${one#*:}" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && break
  turns=$((turns + 1))
done
for one in $list; do kill -s KILL -- "-\${one#*:}" 2>/dev/null; done
`;

/**
 * Starts a tiny shell process that outlives a killed supervisor just long enough to end its children.
 * It waits on a pipe, so it costs nothing while all is well. On Windows there is no such shell; there the next start cleans up.
 */
export function startGuard(): Guard {
  if (process.platform === "win32") return { watch: () => undefined, close: () => undefined };
  let closed = false;
  let current = "";
  let shell = open();

  function open(): ChildProcess {
    const child = spawn("/bin/sh", ["-c", script, "leadmetrics-guard"], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.on("error", () => undefined);
    child.stdin?.on("error", () => undefined);
    child.on("exit", () => {
      if (closed) return;
      shell = open();
      shell.stdin?.write(`${current}\n`);
    });
    child.unref();
    return child;
  }

  return {
    watch(list) {
      current = list.map(({ pid, signal }) => `${signal.slice(3)}:${pid}`).join(" ");
      shell.stdin?.write(`${current}\n`);
    },
    close() {
      closed = true;
      shell.stdin?.end("\n");
    },
  };
}
