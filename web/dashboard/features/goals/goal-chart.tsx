import { Text } from "@mantine/core";
import { shortDate } from "#kit/components/format.ts";
import { figure } from "#kit/goal/progress.ts";
import type { GoalDetail } from "#schema/goal.ts";
import classes from "./goal-chart.module.css";

const box = { width: 720, height: 200, edge: 12 };

/** The measured values over the goal's time, with the line of its target; the table below says the same in figures. */
export function GoalChart({ goal }: { goal: GoalDetail }) {
  const points = goal.progress
    .filter(({ kind }) => kind === "value")
    .map(({ measuredOn, value }) => ({ at: new Date(measuredOn).getTime(), value }))
    .toReversed();
  if (points.length < 2) {
    return (
      <Text size="sm" c="dimmed">
        With two values or more their course shows here.
      </Text>
    );
  }
  const [from, to] = [Math.min(new Date(goal.startsOn).getTime(), ...points.map(({ at }) => at)), new Date(goal.dueOn)];
  const values = [...points.map(({ value }) => value), goal.targetValue, goal.baselineValue ?? goal.targetValue];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => box.edge + ((at - from) / Math.max(1, to.getTime() - from)) * (box.width - 2 * box.edge);
  const y = (value: number) =>
    box.height - box.edge - ((value - low) / Math.max(1e-9, high - low)) * (box.height - 2 * box.edge);
  return (
    <figure className={classes["figure"]}>
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        role="img"
        aria-label={`Course of ${goal.title}: ${points.length} values, the target is ${figure(goal.targetValue, goal.unit)}`}
      >
        <line
          className={classes["target"]}
          x1={box.edge}
          x2={box.width - box.edge}
          y1={y(goal.targetValue)}
          y2={y(goal.targetValue)}
        />
        <polyline
          className={classes["line"]}
          points={points.map(({ at, value }) => `${x(at)},${y(value)}`).join(" ")}
        />
        {points.map(({ at, value }) => (
          <circle key={at} className={classes["point"]} cx={x(at)} cy={y(value)} r={4} />
        ))}
      </svg>
      <figcaption className={classes["caption"]}>
        <span>{shortDate(new Date(from).toISOString().slice(0, 10))}</span>
        <span>dashed: target</span>
        <span>{shortDate(goal.dueOn)}</span>
      </figcaption>
    </figure>
  );
}
