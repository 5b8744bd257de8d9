import { setTimeout as delay } from "node:timers/promises";
import { type Guard, type Guarded, startGuard } from "./guard.ts";
import { type LogFile, openLog } from "./log-file.ts";
import { end, killGroup, launch, type Running, type Service } from "./managed-child.ts";

export type SupervisorEvent =
  | { kind: "progress"; service: string; text: string }
  | { kind: "ready"; service: string; tookMs: number }
  | { kind: "died"; service: string; how: string }
  | { kind: "healed"; service: string; tookMs: number }
  | { kind: "hangs"; service: string }
  | { kind: "down"; service: string; logPath: string };

/** A process as the next start must know it, to clean up after a crash of this one. */
export type ChildRecord = {
  name: string;
  pid: number;
  mark: string | undefined;
  signal: NodeJS.Signals;
  startedAt: string;
  /** How often it was started before. */
  restarts: number;
};

export type SupervisorOptions = {
  logDir: string;
  report: (event: SupervisorEvent) => void;
  /** Called whenever the set of processes changes. */
  record?: (children: ChildRecord[]) => void;
  /** Milliseconds between two liveness checks of a ready process. */
  checkEveryMs?: number;
};

export type Supervisor = {
  /** Starts services side by side as one layer and waits until all are ready. @throws if one cannot start */
  start: (services: readonly Service[]) => Promise<void>;
  /** Ends everything, last layer first. Safe to call twice. */
  stop: () => Promise<void>;
  children: () => ChildRecord[];
};

const firstTries = 3;
const failuresMax = 5;
const failureWindowMs = 60_000;
const downRetryMs = 30_000;
const checksFailedMax = 3;
const checkTimeoutMs = 5_000;

type Entry = {
  service: Service;
  log: LogFile;
  running?: Running;
  startedAt: string;
  starts: number;
  done: Promise<void>;
};

/** Keeps processes alive: starts them in layers, restarts what dies or hangs, ends all in reverse order. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { report, checkEveryMs = 20_000 } = options;
  const layers: Entry[][] = [];
  const stopping = new AbortController();
  let guard: Guard | undefined;
  let stopped: Promise<void> | undefined;

  function children(): ChildRecord[] {
    return layers.flat().flatMap(({ service, running, startedAt, starts }) => {
      if (!running) return [];
      const { pid, mark, signal } = running;
      return [{ name: service.name, pid, mark, signal, startedAt, restarts: starts - 1 }];
    });
  }

  function changed(): void {
    const list = children();
    guard?.watch(list.map(guarded));
    options.record?.(list);
  }

  async function startOnce(entry: Entry): Promise<void> {
    const { service } = entry;
    await service.prepare?.((text) => report({ kind: "progress", service: service.name, text }));
    stopping.signal.throwIfAborted();
    const running = await launch(service, entry.log, (spawned) => {
      entry.running = spawned;
      entry.startedAt = new Date().toISOString();
      entry.starts++;
      changed();
      void spawned.exited.then(() => {
        killGroup(spawned.pid);
        delete entry.running;
        changed();
      });
      if (stopping.signal.aborted) void end(spawned);
    });
    entry.running = running;
  }

  async function firstStart(entry: Entry): Promise<void> {
    const { service } = entry;
    const started = Date.now();
    for (let attempt = 1; ; attempt++) {
      try {
        await startOnce(entry);
        break;
      } catch (error) {
        if (attempt === firstTries || stopping.signal.aborted) throw error;
        await pause(backoffMs(attempt));
      }
    }
    report({ kind: "ready", service: service.name, tookMs: Date.now() - started });
    entry.done = keepAlive(entry);
  }

  async function keepAlive(entry: Entry): Promise<void> {
    const { service, log } = entry;
    let failures: number[] = [];
    while (!stopping.signal.aborted && entry.running) {
      const how = await Promise.race([entry.running.exited, untilHanging(service, entry.running)]);
      if (stopping.signal.aborted) return;
      if (how === "hangs") await killHanging(service, entry.running);
      const diedAt = Date.now();
      if (how !== "hangs") report({ kind: "died", service: service.name, how });
      failures.push(diedAt);
      while (!stopping.signal.aborted) {
        failures = failures.filter((time) => time > Date.now() - failureWindowMs);
        if (failures.length === failuresMax) report({ kind: "down", service: service.name, logPath: log.path });
        await pause(failures.length >= failuresMax ? downRetryMs : backoffMs(failures.length));
        const up = await startOnce(entry).then(
          () => true,
          () => false,
        );
        if (up) break;
        failures.push(Date.now());
      }
      if (!stopping.signal.aborted) report({ kind: "healed", service: service.name, tookMs: Date.now() - diedAt });
    }
  }

  async function killHanging(service: Service, running: Running): Promise<void> {
    report({ kind: "hangs", service: service.name });
    killGroup(running.pid);
    await running.exited;
  }

  /** Resolves once the process stops answering; never when it ends or has no check. */
  async function untilHanging(service: Service, running: Running): Promise<"hangs"> {
    const over = new AbortController();
    void running.exited.then(() => over.abort());
    let failed = 0;
    while (service.alive && failed < checksFailedMax) {
      await delay(checkEveryMs, undefined, {
        signal: AbortSignal.any([over.signal, stopping.signal]),
        ref: false,
      }).catch(() => undefined);
      if (over.signal.aborted || stopping.signal.aborted) return never();
      const answer = await Promise.race([service.alive().catch(() => false), delay(checkTimeoutMs, false)]);
      failed = answer ? 0 : failed + 1;
    }
    return service.alive ? "hangs" : never();
  }

  async function pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  }

  async function stopAll(): Promise<void> {
    stopping.abort(new Error("The local cloud is stopping."));
    for (const layer of layers.toReversed()) {
      await Promise.all(
        layer.map(async (entry) => {
          if (entry.running) await end(entry.running);
          await entry.done;
          entry.log.close();
        }),
      );
    }
    guard?.close();
  }

  return {
    async start(services) {
      stopping.signal.throwIfAborted();
      guard ??= startGuard();
      const layer = services.map((service): Entry => {
        return {
          service,
          log: openLog(options.logDir, service.name),
          startedAt: "",
          starts: 0,
          done: Promise.resolve(),
        };
      });
      layers.push(layer);
      const outcomes = await Promise.allSettled(layer.map(firstStart));
      const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as Error] : []));
      if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("\n"), { cause: errors[0] });
    },
    stop() {
      stopped ??= stopAll();
      return stopped;
    },
    children,
  };
}

function guarded(child: ChildRecord): Guarded {
  // A server with worker processes of its own ends them itself; a group signal would make them look crashed.
  return { pid: child.pid, signal: child.signal };
}

function backoffMs(failures: number): number {
  return Math.min(100 * 2 ** failures, 5_000);
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
