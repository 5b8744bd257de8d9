"use client";
import { Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCornerDownRight } from "@tabler/icons-react";
import { useMemo } from "react";
import type { MonthNode } from "#schema/month.ts";
import { statusLook } from "../components/status-tones.ts";
import classes from "./graph-view.module.css";
import { indented, layered } from "./layers.ts";
import { WorkCard } from "./work-card.tsx";

interface Props {
  nodes: readonly MonthNode[];
  hrefOf: (id: string) => string;
}

const box = { width: 232, height: 88, gapX: 72, gapY: 16, edge: 16 };

/** What waits for what: from left to right on a wide screen, as an indented list on a narrow one. */
export function GraphView(props: Props) {
  const isNarrow = useMediaQuery("(max-width: 61.99em)") ?? false;
  return isNarrow ? <IndentedList {...props} /> : <Drawing {...props} />;
}

function Drawing({ nodes, hrefOf }: Props) {
  const placed = useMemo(() => layered(nodes), [nodes]);
  const at = new Map(placed.map(({ node, column, row }) => [node.id, { x: left(column), y: top(row) }]));
  const columns = Math.max(0, ...placed.map(({ column }) => column)) + 1;
  const rows = Math.max(0, ...placed.map(({ row }) => row)) + 1;
  const size = { width: left(columns) - box.gapX + box.edge, height: top(rows) - box.gapY + box.edge };
  const edges = placed.flatMap(({ node }) =>
    node.dependsOn.flatMap((id) => {
      const [from, to] = [at.get(id), at.get(node.id)];
      return from && to ? [{ key: `${id}/${node.id}`, from, to, id }] : [];
    }),
  );
  const tones = new Map(nodes.map(({ id, status }) => [id, statusLook("activity", status).tone]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes["scroll"]} aria-label="What waits for what" tabIndex={0}>
      <div className={classes["drawing"]} style={size}>
        <svg width={size.width} height={size.height} aria-hidden className={classes["edges"]}>
          {edges.map(({ key, from, to, id }) => (
            <path key={key} d={curve(from, to)} stroke={`var(--lm-${tones.get(id) ?? "waiting"}-solid)`} />
          ))}
        </svg>
        <ul className={classes["nodes"]}>
          {placed.map(({ node }) => {
            const { x = 0, y = 0 } = at.get(node.id) ?? {};
            return (
              <li key={node.id} className={classes["node"]} style={{ left: x, top: y, ...area }}>
                <WorkCard node={node} href={hrefOf(node.id)} />
                <Waits node={node} nodes={nodes} />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}

const area = { width: box.width, height: box.height };
const left = (column: number): number => box.edge + column * (box.width + box.gapX);
const top = (row: number): number => box.edge + row * (box.height + box.gapY);

interface Point {
  x: number;
  y: number;
}

function curve(from: Point, to: Point): string {
  const start = { x: from.x + box.width, y: from.y + box.height / 2 };
  const end = { x: to.x, y: to.y + box.height / 2 };
  const half = Math.max(24, (end.x - start.x) / 2);
  return `M${start.x},${start.y} C${start.x + half},${start.y} ${end.x - half},${end.y} ${end.x},${end.y}`;
}

// What the lines say, for who does not see them.
function Waits({ node, nodes }: { node: MonthNode; nodes: readonly MonthNode[] }) {
  const needs = nodes.filter(({ id }) => node.dependsOn.includes(id));
  if (needs.length === 0) return null;
  return <span className={classes["hidden"]}>waits for {needs.map(({ title }) => title).join(", ")}</span>;
}

function IndentedList({ nodes, hrefOf }: Props) {
  const rows = useMemo(() => indented(nodes), [nodes]);
  return (
    <ul className={classes["list"]} aria-label="What waits for what">
      {rows.map(({ node, depth, others }) => (
        <li key={node.id} style={{ paddingInlineStart: `${Math.min(depth, 4) * 1.125}rem` }}>
          {depth > 0 && <IconCornerDownRight size={14} className={classes["turn"] ?? ""} aria-hidden />}
          <div className={classes["listed"]}>
            <WorkCard node={node} href={hrefOf(node.id)} />
            {others.length > 0 && (
              <Text size="xs" c="dimmed" mt={2}>
                Waits also for {others.map(({ title }) => title).join(", ")}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
