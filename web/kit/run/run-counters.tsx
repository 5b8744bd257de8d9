"use client";
import type { Run } from "#schema/run.ts";
import { count, credits, duration } from "../components/format.ts";
import classes from "./run.module.css";

const microsPerUnit = 1_000_000;

function money(micros: number, currency: string): string {
  return (micros / microsPerUnit).toLocaleString("en", {
    style: "currency",
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  });
}

/** Tokens, credits, time; the provider's cost where the API tells it (agency). */
export function RunCounters({ run }: { run: Run }) {
  const elapsed =
    run.startedAt === null
      ? null
      : new Date(run.finishedAt ?? Date.now()).getTime() - new Date(run.startedAt).getTime();
  const facts: [string, string][] = [
    ["Tokens in", count(run.inputTokens)],
    ["Tokens out", count(run.outputTokens)],
    ...(run.cachedTokens > 0 ? [["From cache", count(run.cachedTokens)] as [string, string]] : []),
    ["Credits", credits(run.credits)],
    ...(run.costMicros === null ? [] : [["Cost", money(run.costMicros, run.currency)] as [string, string]]),
    ["Time", elapsed === null ? "–" : elapsed < 1_000 ? `${elapsed} ms` : duration(elapsed)],
  ];
  return (
    <dl className={classes["counters"]}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="lm-tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
