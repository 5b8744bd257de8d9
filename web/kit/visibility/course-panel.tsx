"use client";

import { Text } from "@mantine/core";
import { useState } from "react";
import type { VisibilityPlatform } from "#schema/visibility.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { shortDate } from "../components/format.ts";
import { optionsOf } from "../components/options.ts";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { type CoursePoint, courseOf } from "./course.ts";
import { assistantWords, percent } from "./names.ts";
import { useSnapshots } from "./queries.ts";
import classes from "./visibility.module.css";

const box = { width: 720, height: 150, edge: 12 };
const daysBack = 60;
const dayMs = 86_400_000;
const all = "all" as const;
const options = [{ value: all, label: "All assistants" }, ...optionsOf(assistantWords)];

/** How the share of answers that name the client went over the last weeks. */
export function CoursePanel() {
  const [platform, setPlatform] = useState<VisibilityPlatform | typeof all>(all);
  const [from] = useState(() => new Date(Date.now() - daysBack * dayMs).toISOString().slice(0, 10));
  const answers = useSnapshots({ from, platform: platform === all ? null : platform });
  return (
    <Panel title="Over time">
      <StatusTabs label="Assistant" value={platform} options={options} onChange={setPlatform} />
      {answers.error && !answers.data ? (
        <ErrorBlock error={answers.error} onRetry={() => void answers.refetch()} />
      ) : answers.data ? (
        <Course points={courseOf(answers.data.items)} />
      ) : (
        <TextSkeleton lines={4} />
      )}
    </Panel>
  );
}

function Course({ points }: { points: readonly CoursePoint[] }) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2)
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {first ? "With two days of answers or more their course shows here." : "Nothing was asked in the last weeks."}
      </Text>
    );
  const [from, to] = [Date.parse(first.day), Date.parse(last.day)];
  const x = (day: string) => box.edge + ((Date.parse(day) - from) / (to - from)) * (box.width - 2 * box.edge);
  const y = (share: number) => box.height - box.edge - (share / 100) * (box.height - 2 * box.edge);
  return (
    <figure className={classes["figure"]}>
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        role="img"
        aria-label={`Share of answers that name you: ${percent(first.share)} on ${shortDate(first.day)}, ${percent(last.share)} on ${shortDate(last.day)}`}
      >
        {[0, 50, 100].map((line) => (
          <line
            key={line}
            className={classes["grid"]}
            x1={box.edge}
            x2={box.width - box.edge}
            y1={y(line)}
            y2={y(line)}
          />
        ))}
        <polyline
          className={classes["line"]}
          points={points.map(({ day, share }) => `${x(day)},${y(share)}`).join(" ")}
        />
        {points.map(({ day, share, named, answers }) => (
          <circle key={day} className={classes["point"]} cx={x(day)} cy={y(share)} r={4}>
            <title>{`${shortDate(day)}: ${named} of ${answers} answers, ${percent(share)}`}</title>
          </circle>
        ))}
      </svg>
      <figcaption className={classes["caption"]}>
        <span>{shortDate(first.day)}</span>
        <span>lines: 0, 50 and 100 % of the answers</span>
        <span>{shortDate(last.day)}</span>
      </figcaption>
    </figure>
  );
}
