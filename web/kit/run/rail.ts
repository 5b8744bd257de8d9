import type { Run, RunStep } from "#schema/run.ts";

export type StationState = "open" | "running" | "done" | "failed";

/** One station of the way from the queue to the stored result. */
export interface Station {
  key: string;
  label: string;
  state: StationState;
  startedAt: string | null;
  durationMs: number | null;
  steps: RunStep[];
}

const plan: readonly { key: string; label: string; kinds: readonly RunStep["kind"][] }[] = [
  { key: "context", label: "Context", kinds: ["guard", "message"] },
  { key: "retrieval", label: "Retrieval", kinds: ["retrieval"] },
  { key: "model", label: "Model", kinds: ["model", "tool", "wait"] },
  { key: "checks", label: "Checks", kinds: ["validator", "critic"] },
];

/**
 * The stations of a run with their times, from its steps; the first one without an end is the running one. A draft is afterwards read by
 * the critic in a run of its own: `critic` is that run, null while it has not begun, undefined where no critic follows.
 */
export function stationsOf(run: Run, steps: readonly RunStep[], critic?: Run | null): Station[] {
  const stations = ownStations(run, steps);
  return critic === undefined ? stations : [...stations, criticStation(critic)];
}

function criticStation(critic: Run | null): Station {
  const base = {
    key: "critic",
    label: "Critic",
    startedAt: critic?.startedAt ?? critic?.queuedAt ?? null,
    durationMs: null,
    steps: [],
  };
  if (critic === null) return { ...base, state: "open" };
  if (critic.finishedAt === null) return { ...base, state: "running" };
  const durationMs = between(critic.startedAt ?? critic.queuedAt, critic.finishedAt);
  return { ...base, state: critic.status === "success" ? "done" : "failed", durationMs };
}

function ownStations(run: Run, steps: readonly RunStep[]): Station[] {
  const isOver = run.finishedAt !== null;
  const stations: Station[] = [
    {
      key: "queued",
      label: "Queued",
      state: run.startedAt === null ? (isOver ? "failed" : "running") : "done",
      startedAt: run.queuedAt,
      durationMs: run.startedAt === null ? null : between(run.queuedAt, run.startedAt),
      steps: [],
    },
    ...plan.map(({ key, label, kinds }) =>
      stationOf(
        key,
        label,
        steps.filter((step) => kinds.includes(step.kind)),
      ),
    ),
    {
      key: "stored",
      label: run.status === "error" ? "Failed" : run.status === "cancelled" ? "Cancelled" : "Stored",
      state: isOver ? (run.status === "success" ? "done" : "failed") : "open",
      startedAt: run.finishedAt,
      durationMs: null,
      steps: [],
    },
  ];
  return isOver || run.startedAt === null ? stations : withRunning(stations, run.startedAt);
}

function stationOf(key: string, label: string, steps: RunStep[]): Station {
  const hasFailed = steps.at(-1)?.status === "error" || steps.at(-1)?.status === "blocked";
  return {
    key,
    label,
    state: steps.length === 0 ? "open" : hasFailed ? "failed" : "done",
    startedAt: steps[0]?.startedAt ?? null,
    durationMs: steps.length === 0 ? null : steps.reduce((sum, step) => sum + step.durationMs, 0),
    steps,
  };
}

/** Marks the station after the last finished one; its time counts from the end of the step before. */
function withRunning(stations: Station[], startedAt: string): Station[] {
  const last = stations.findLastIndex((station) => station.state !== "open");
  const steps = stations.flatMap((station) => station.steps);
  const ends = steps.map((step) => new Date(step.startedAt).getTime() + step.durationMs);
  const since = new Date(Math.max(new Date(startedAt).getTime(), ...ends)).toISOString();
  return stations.map((station, at) => {
    if (at === last + 1 && station.key !== "stored") return { ...station, state: "running", startedAt: since };
    if (at < last && station.state === "open") return { ...station, state: "done" };
    return station;
  });
}

function between(from: string, to: string): number {
  return new Date(to).getTime() - new Date(from).getTime();
}
