"use client";
import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendarShare } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import type { MonthNode } from "#schema/month.ts";
import { today } from "../components/format.ts";
import classes from "./calendar-view.module.css";
import { type MoveWork, useMoveWork } from "./move-work.tsx";
import { dayOf, weeksOf } from "./work.ts";
import { dayName, WorkCard, WorkTile } from "./work-card.tsx";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Props {
  /** YYYY-MM */
  month: string;
  nodes: readonly MonthNode[];
  hrefOf: (id: string) => string;
}

/**
 * The work of a month by day: when it goes out, else when it is due. On a narrow screen an agenda. What nobody has begun is dragged to
 * another day, or moved by its button.
 */
export function CalendarView(props: Props) {
  const isNarrow = useMediaQuery("(max-width: 47.99em)") ?? false;
  const moving = useMoveWork();
  const { nodes, hrefOf } = props;
  const undated = nodes.filter((node) => dayOf(node) === null);
  return (
    <>
      {moving.dialogs}
      {isNarrow ? <Agenda {...props} moving={moving} /> : <Grid {...props} moving={moving} />}
      {undated.length > 0 && (
        <section className={classes["undated"]} aria-label="Without a date">
          <Text size="sm" fw={600} component="h2">
            Without a date
          </Text>
          {undated.map((node) => (
            <div key={node.id} className={classes["entry"]}>
              <WorkCard node={node} href={hrefOf(node.id)} />
              <MoveButton node={node} moving={moving} />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

const dragged = "application/x-leadmetrics-work";

function Grid({ month, nodes, hrefOf, moving }: Props & { moving: MoveWork }) {
  const [over, setOver] = useState<string | null>(null);
  const byDay = Map.groupBy(nodes, (node) => dayOf(node) ?? "");
  const now = today();
  const allow = (event: DragEvent, day: string) => {
    if (!event.dataTransfer.types.includes(dragged)) return;
    event.preventDefault();
    setOver(day);
  };
  const drop = (event: DragEvent, day: string) => {
    const node = nodes.find(({ id }) => id === event.dataTransfer.getData(dragged));
    setOver(null);
    if (!node) return;
    event.preventDefault();
    moving.move(node, day);
  };
  return (
    <table className={classes["grid"]} aria-label="Work by day">
      <thead>
        <tr>
          {weekdays.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                data-outside={!day.startsWith(month) || undefined}
                data-today={day === now || undefined}
                data-over={day === over || undefined}
                onDragOver={(event) => allow(event, day)}
                onDragLeave={() => setOver(null)}
                onDrop={(event) => drop(event, day)}
              >
                <time dateTime={day} className={classes["number"]} {...(day === now ? { "aria-current": "date" } : {})}>
                  {Number(day.slice(8))}
                </time>
                <ul className={classes["tiles"]}>
                  {(byDay.get(day) ?? []).map((node) => (
                    <li
                      key={node.id}
                      className={classes["tile"]}
                      draggable={moving.isMovable(node)}
                      onDragStart={(event) => {
                        if (moving.isMovable(node)) event.dataTransfer.setData(dragged, node.id);
                      }}
                      onDragEnd={() => setOver(null)}
                    >
                      <WorkTile node={node} href={hrefOf(node.id)} />
                      <MoveButton node={node} moving={moving} />
                    </li>
                  ))}
                </ul>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MoveButton({ node, moving }: { node: MonthNode; moving: MoveWork }) {
  if (!moving.isMovable(node)) return null;
  return (
    <Tooltip label="Move to another day">
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        className={classes["move"]}
        aria-label={`Move ${node.ref} ${node.title}`}
        onClick={() => moving.ask(node)}
      >
        <IconCalendarShare size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function Agenda({ nodes, hrefOf, moving }: Props & { moving: MoveWork }) {
  const dated = nodes.filter((node) => dayOf(node) !== null);
  const days = [...Map.groupBy(dated, (node) => dayOf(node) ?? "")].toSorted(([a], [b]) => a.localeCompare(b));
  return (
    <ol className={classes["agenda"]} aria-label="Work by day">
      {days.map(([day, rows]) => (
        <li key={day}>
          <Text size="sm" fw={600} component="h2" mb={6}>
            <time dateTime={day}>{dayName(day, true)}</time>
          </Text>
          <ul className={classes["day"]}>
            {rows.map((node) => (
              <li key={node.id} className={classes["entry"]}>
                <WorkCard node={node} href={hrefOf(node.id)} />
                <MoveButton node={node} moving={moving} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
