import { existsSync } from "node:fs";

let calls = 0;

interface Event {
  do?: "throw" | "reject" | "exit" | "hang" | "eat" | "big" | "environment";
  /** Answers when this file is there. */
  until?: string;
}
interface Context {
  functionName: string;
  getRemainingTimeInMillis(): number;
}

const wanted = process.env["HOST_TEST_WANTED"];

/** Does what the event says. */
export async function handler(event: Event, context: Context): Promise<unknown> {
  calls++;
  process.stdout.write(`call ${calls}\n`);
  while (event.until && !existsSync(event.until)) await new Promise((resolve) => setTimeout(resolve, 5));
  switch (event.do) {
    case "throw":
      throw new TypeError("it does not fit");
    case "reject":
      void Promise.reject(new RangeError("nobody waits for this"));
      return new Promise(() => undefined);
    case "exit":
      return process.exit(3);
    case "hang":
      return spin();
    case "eat":
      return eat();
    case "big":
      return "x".repeat(6 * 1024 * 1024 + 1);
    case "environment":
      return { wanted, names: Object.keys(process.env) };
    default:
      return {
        calls,
        event,
        pid: process.pid,
        name: context.functionName,
        remainingMs: context.getRemainingTimeInMillis(),
      };
  }
}

function spin(): never {
  while (true);
}

// Outside of V8's heap, so that only the size of the process shows it.
function eat(): Promise<never> {
  const eaten: Buffer[] = [];
  const bite = (): void => {
    eaten.push(Buffer.alloc(8 * 1024 * 1024, 1));
    setImmediate(bite);
  };
  bite();
  return new Promise(() => undefined);
}
