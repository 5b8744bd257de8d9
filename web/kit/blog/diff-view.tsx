"use client";
import { ActionIcon, Group, SegmentedControl, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Fragment, useMemo, useRef, useState } from "react";
import type { DiffHunk } from "#schema/blog.ts";
import { countWords, type DiffPart, type DiffRow, diffRows, foldRows } from "./diff-rows.ts";
import classes from "./diff-view.module.css";

type Layout = "inline" | "side";

const fieldLabels: Record<string, string> = {
  title: "Title",
  slug: "Address",
  body: "Text",
  excerpt: "Excerpt",
  targetKeyword: "Keyword",
  metaTitle: "Meta title",
  metaDescription: "Meta description",
  quantities: "Every month",
  goals: "Goals",
  actionItems: "One-time tasks",
};

/** Word by word difference: removed struck through on red, added on green; inline or side by side, unchanged stretches folded. */
export function DiffView({ hunks }: { hunks: readonly DiffHunk[] }) {
  const [layout, setLayout] = useState<Layout>("inline");
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(-1);
  const changed = useMemo(() => hunks.filter((hunk) => hunk.parts.some((part) => part.kind !== "same")), [hunks]);
  const words = useMemo(() => countWords(changed), [changed]);

  const step = (by: number) => {
    const rows = [...(frame.current?.querySelectorAll<HTMLElement>("[data-changed]") ?? [])];
    if (rows.length === 0) return;
    const next = (at + by + rows.length) % rows.length;
    rows[at]?.removeAttribute("data-current");
    rows[next]?.setAttribute("data-current", "true");
    rows[next]?.scrollIntoView({ block: "center", behavior: "smooth" });
    setAt(next);
  };

  if (changed.length === 0) return <Text c="dimmed">The two versions say the same.</Text>;
  return (
    <Stack gap="sm" ref={frame} className={classes["frame"]}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          <Text span c="green" fw={600} inherit>
            +{words.added}
          </Text>{" "}
          <Text span c="red" fw={600} inherit>
            −{words.removed}
          </Text>{" "}
          words in {changed.length} {changed.length === 1 ? "field" : "fields"}
        </Text>
        <Group gap={4}>
          <ActionIcon variant="default" aria-label="Previous change" onClick={() => step(-1)}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label="Next change" onClick={() => step(1)}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <SegmentedControl
            size="xs"
            aria-label="Layout of the comparison"
            value={layout}
            onChange={(value) => setLayout(value as Layout)}
            data={[
              { value: "inline", label: "Inline" },
              { value: "side", label: "Side by side" },
            ]}
          />
        </Group>
      </Group>
      {changed.map((hunk) => (
        <Field key={hunk.field} hunk={hunk} layout={layout} />
      ))}
    </Stack>
  );
}

function Field({ hunk, layout }: { hunk: DiffHunk; layout: Layout }) {
  const sections = useMemo(() => foldRows(diffRows(hunk.parts)), [hunk]);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  return (
    <section aria-label={fieldLabels[hunk.field] ?? hunk.field}>
      <Title order={4} size="xs" tt="uppercase" c="dimmed" mb={4}>
        {fieldLabels[hunk.field] ?? hunk.field}
      </Title>
      {sections.map((section) =>
        section.kind === "folded" && !unfolded.has(section.first) ? (
          <UnstyledButton
            key={section.first}
            className={classes["fold"]}
            onClick={() => setUnfolded(new Set([...unfolded, section.first]))}
          >
            Show {section.rows.length} unchanged {section.rows.length === 1 ? "paragraph" : "paragraphs"}
          </UnstyledButton>
        ) : (
          <Fragment key={section.first}>
            {section.rows.map((row, index) => (
              <Row key={section.first + index} row={row} layout={layout} />
            ))}
          </Fragment>
        ),
      )}
    </section>
  );
}

function Row({ row, layout }: { row: DiffRow; layout: Layout }) {
  const changed = row.changed || undefined;
  if (layout === "inline") {
    return (
      <div className={classes["row"]} data-changed={changed}>
        <Parts parts={mergeSides(row)} />
      </div>
    );
  }
  return (
    <div className={`${classes["row"]} ${classes["pair"]}`} data-changed={changed}>
      <Parts parts={row.left} />
      <Parts parts={row.right} />
    </div>
  );
}

/** Both sides of a row in one line: the equal pieces once, each side's own pieces where they stand. */
function mergeSides(row: DiffRow): DiffPart[] {
  const merged: DiffPart[] = [];
  let left = 0;
  for (const part of row.right) {
    while (row.left[left]?.kind === "removed") merged.push(...row.left.slice(left, ++left));
    if (part.kind === "same") left += 1;
    merged.push(part);
  }
  return [...merged, ...row.left.slice(left)];
}

function Parts({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <div className={classes["text"]}>
      {parts.map((part, index) => {
        const key = `${index}-${part.kind}`;
        if (part.kind === "removed")
          return (
            <del key={key} className={classes["removed"]}>
              {part.text}
            </del>
          );
        if (part.kind === "added")
          return (
            <ins key={key} className={classes["added"]}>
              {part.text}
            </ins>
          );
        return <span key={key}>{part.text}</span>;
      })}
    </div>
  );
}
