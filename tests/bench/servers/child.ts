import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** A server in a process of its own, as those of a deployment are. */
export interface Child {
  url: string;
  /** Resident memory in bytes, after a collection of garbage. */
  memory(): Promise<number>;
  /** Processor time used since the start, in microseconds. */
  cpu(): Promise<number>;
  /** Hands text to the server's `onText`. */
  send(text: string): void;
  stop(): Promise<void>;
}

type Question = "memory" | "cpu";

interface Told {
  port?: number;
  memory?: number;
  cpu?: number;
}

/** Starts `<name>.ts` of this folder with the present environment. @throws when it ends before it listens */
export async function startChild(name: string): Promise<Child> {
  const child = fork(join(import.meta.dirname, `${name}.ts`), {
    execArgv: ["--expose-gc", "--disable-warning=ExperimentalWarning"],
  });
  const { port = 0 } = await answer(child);
  const ask = (question: Question): Promise<Told> => {
    child.send({ question });
    return answer(child);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    memory: async () => (await ask("memory")).memory ?? 0,
    cpu: async () => (await ask("cpu")).cpu ?? 0,
    send: (text) => void child.send({ text }),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

function answer(child: ChildProcess): Promise<Told> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`The server ended with ${code}.`));
    child.once("exit", onExit);
    child.once("message", (told: Told) => {
      child.off("exit", onExit);
      resolve(told);
    });
  });
}

/** Called by a server of this folder when it listens: tells its port, answers questions, ends with the process that started it. */
export function serving(port: number, onText: (text: string) => void = () => undefined): void {
  process.on("message", ({ text, question }: { text?: string; question?: Question }) => {
    if (text !== undefined) onText(text);
    if (question) process.send?.(figures(question));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port } satisfies Told);
}

function figures(question: Question): Told {
  if (question === "memory") {
    globalThis.gc?.();
    return { memory: process.memoryUsage.rss() };
  }
  const { user, system } = process.cpuUsage();
  return { cpu: user + system };
}
