import { Anchor, Spoiler, Text } from "@mantine/core";
import Link from "next/link";
import type { RetrievalHit } from "#schema/run.ts";
import classes from "./hit-card.module.css";

interface HitCardProps {
  hit: RetrievalHit;
  /** The passage in its file. */
  href: string;
}

/** One found passage with the parts of its score. */
export function HitCard({ hit, href }: HitCardProps) {
  const place = [hit.headingPath, hit.page === null ? null : `page ${hit.page}`].filter(Boolean).join(" · ");
  return (
    <li className={classes["card"]}>
      <div className={classes["words"]}>
        <div className={classes["head"]}>
          <span className={classes["rank"]}>{hit.rank}</span>
          <Anchor component={Link} href={href} fw={600} size="sm">
            {hit.fileTitle}
          </Anchor>
          {place ? (
            <Text size="xs" c="dimmed">
              {place}
            </Text>
          ) : null}
        </div>
        <Spoiler maxHeight={100} showLabel="Whole passage" hideLabel="Less">
          <p className={classes["text"]}>{hit.text}</p>
        </Spoiler>
      </div>
      <ScoreBars hit={hit} />
    </li>
  );
}

/** Dense, BM25, recency, importance and final score as bars from 0 to 1. */
export function ScoreBars({ hit }: { hit: RetrievalHit }) {
  const bars = [
    { name: "Final", value: hit.score },
    { name: "Meaning", value: hit.dense },
    { name: "Words", value: hit.bm25 },
    { name: "Recency", value: hit.recency },
    { name: "Weight", value: hit.importance },
  ];
  return (
    <dl className={classes["bars"]}>
      {bars.map((bar) => (
        <div key={bar.name} className={classes["bar"]}>
          <dt>{bar.name}</dt>
          <dd>
            <span className={classes["track"]}>
              <span
                className={classes["fill"]}
                style={{ width: `${Math.max(0, Math.min(1, bar.value ?? 0)) * 100}%` }}
              />
            </span>
            <span className={classes["value"]}>{bar.value === null ? "–" : bar.value.toFixed(2)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
