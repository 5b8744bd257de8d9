import { deployedFunctions } from "#schema/functions.ts";
import { type QueueName, queueNames, queues } from "#schema/queues.ts";
import { hoursPerMonth, peakFactor } from "./load.ts";
import { callsOfQueues } from "./month.ts";

/** Calls at the same time that an account may have in a region until more are asked for. */
export const accountConcurrency = 1_000;
/** So many of them Lambda never lets anybody reserve. */
export const unreservedMin = 100;

/** What the functions of the catalogues reserve together: queues what they say, a clock one each, surfaces none. */
export function reservedConcurrency(): { queues: number; clocks: number; all: number; left: number } {
  const reserved = deployedFunctions().map((fn) => ({
    trigger: fn.trigger,
    slots: fn.trigger === "http" ? 0 : fn.concurrency,
  }));
  const of = (trigger: string) =>
    reserved.filter((fn) => fn.trigger === trigger).reduce((sum, { slots }) => sum + slots, 0);
  const all = of("queue") + of("clock");
  return { queues: of("queue"), clocks: of("clock"), all, left: accountConcurrency - all };
}

/** Tenants of the load model that keep all slots of a queue's function busy when most come; beyond, jobs wait longer. Infinite where it has none of that work. */
export function tenantsThatFill(name: QueueName): number {
  const [count, seconds] = callsOfQueues()[name];
  const busyAtPeak = ((count * seconds) / (hoursPerMonth * 3_600)) * peakFactor;
  return Math.floor(queues[name].concurrency / busyAtPeak);
}

/** The table of the page on limits, in Markdown. */
export function concurrencyTable(): string {
  const rows = queueNames.map((name) => {
    const { concurrency, memoryMb, timeoutMs } = queues[name];
    const tenants = tenantsThatFill(name);
    const full = Number.isFinite(tenants) ? tenants.toLocaleString("en-US") : "-";
    return [`\`${name}\``, String(concurrency), `${memoryMb} MB`, `${timeoutMs / 1_000} s`, full];
  });
  const all = [["function of", "reserved", "memory", "time-out", "full at tenants"], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const shown = all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  const [head = "", ...body] = shown;
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body].join("\n");
}
