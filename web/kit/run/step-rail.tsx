"use client";
import { Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircle, IconLoader2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Run, RunStep } from "#schema/run.ts";
import { duration, words } from "../components/format.ts";
import { type Station, type StationState, stationsOf } from "./rail.ts";
import classes from "./run.module.css";

const icons: Record<StationState, typeof IconCheck> = {
  open: IconCircle,
  running: IconLoader2,
  done: IconCheck,
  failed: IconAlertTriangle,
};
const spoken: Record<StationState, string> = {
  open: "still to come",
  running: "running",
  done: "done",
  failed: "failed",
};

/** The way of a run from the queue to the stored result, with the time each part took. */
export function StepRail({ run, steps, critic }: { run: Run; steps: readonly RunStep[]; critic?: Run | null }) {
  const stations = stationsOf(run, steps, critic);
  const now = useNow(stations.some((station) => station.state === "running"));
  return (
    <ol className={classes["rail"]} aria-label="Steps of the run">
      {stations.map((station) => (
        <StationRow key={station.key} station={station} now={now} />
      ))}
    </ol>
  );
}

function StationRow({ station, now }: { station: Station; now: number }) {
  const Icon = icons[station.state];
  const elapsed =
    station.state === "running" && station.startedAt !== null
      ? Math.max(0, now - new Date(station.startedAt).getTime())
      : station.durationMs;
  return (
    <li
      className={classes["station"]}
      data-state={station.state}
      aria-current={station.state === "running" ? "step" : undefined}
    >
      <span className={classes["bullet"]}>
        <Icon size={14} stroke={2.2} aria-hidden />
      </span>
      <div className={classes["stationWords"]}>
        <Text size="sm" fw={600} component="span">
          {station.label}
          <span className={classes["hidden"]}>, {spoken[station.state]}</span>
        </Text>
        {elapsed !== null && station.state !== "open" && (
          <Text size="xs" c="dimmed" component="span" className="lm-tabular">
            {elapsed < 1_000 ? `${elapsed} ms` : duration(elapsed)}
          </Text>
        )}
        {station.steps.map((step) => (
          <Tooltip
            key={step.seq}
            label={step.summary}
            disabled={step.summary === null}
            multiline
            maw={360}
            position="right"
          >
            <span className={classes["step"]} data-status={step.status}>
              {words(step.name)}
              {step.summary === null ? "" : `: ${step.summary}`}
            </span>
          </Tooltip>
        ))}
      </div>
    </li>
  );
}

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
