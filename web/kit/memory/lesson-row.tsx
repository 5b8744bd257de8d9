import type { ReactNode } from "react";
import { type Lesson, sureFrom } from "#schema/memory.ts";
import { ToneBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import classes from "./memory.module.css";

const origins: Record<Lesson["source"], string> = {
  edit: "from an edit",
  accepted: "from an approval",
  rejected: "from a rejection",
};

/** One thing learned: what, how sure, of how many texts. */
export function LessonRow({ lesson, action, isRemoved = false }: Props) {
  const { text, confidence, evidenceCount, learnedAt, source, isWorded } = lesson;
  const isSure = confidence >= sureFrom;
  return (
    <li className={classes["row"]} data-removed={isRemoved || undefined}>
      <div className={classes["words"]}>
        <div className={classes["text"]}>{text}</div>
        <div className={classes["facts"]}>
          {isWorded ? (
            <ToneBadge tone="running" size="sm">
              In your words
            </ToneBadge>
          ) : null}
          {isRemoved || isWorded ? null : (
            <ToneBadge tone={isSure ? "done" : "waiting"} size="sm">
              {isSure ? `Sure, ${percent(confidence)}` : `Tentative, ${percent(confidence)}`}
            </ToneBadge>
          )}
          <span>
            Seen in {evidenceCount === 1 ? "one text" : `${evidenceCount} texts`}, last {origins[source]}{" "}
            <TimeAgo at={learnedAt} />
          </span>
        </div>
      </div>
      {action}
    </li>
  );
}

interface Props {
  lesson: Lesson;
  action: ReactNode;
  isRemoved?: boolean;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
