"use client";

import { Text } from "@mantine/core";
import { DiffView } from "#kit/blog/diff-view.tsx";
import { passagePlace, supportLook } from "#kit/blog/support.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import type { LinkItem } from "#schema/approval-link.ts";
import classes from "./link-evidence.module.css";

/** What is different from the version that was decided last; nothing when this is the first. */
export function LinkChanges({ item }: { item: LinkItem }) {
  const isChanged = item.diff.some(({ parts }) => parts.some(({ kind }) => kind !== "same"));
  if (!isChanged) return null;
  return (
    <Panel title="What changed">
      <DiffView hunks={item.diff} />
    </Panel>
  );
}

/** Every factual sentence with the passage it rests on, what rests on nothing first. */
export function LinkSources({ item }: { item: LinkItem }) {
  const claims = item.claims.toSorted((a, b) => supportLook[a.support].rank - supportLook[b.support].rank);
  if (claims.length === 0) return null;
  return (
    <Panel title="Sources" aside={<Text size="xs" c="dimmed">{`${claims.length} factual sentences`}</Text>}>
      <ul className={classes["list"]}>
        {claims.map(({ id, text, support, sources }) => (
          <li key={id}>
            <details className={classes["claim"]}>
              <summary className={classes["sentence"]}>
                <StatusBadge kind="claim" status={support} size="sm" /> {text}
              </summary>
              <p className={classes["note"]}>{supportLook[support].explain}</p>
              {sources.map((source) => (
                <figure key={source.chunkId} className={classes["source"]}>
                  <blockquote className={classes["quote"]}>{source.quote}</blockquote>
                  <figcaption className={classes["note"]}>
                    {[source.fileTitle, passagePlace(source)].filter(Boolean).join(" · ")}
                  </figcaption>
                </figure>
              ))}
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
