"use client";
import { Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { MonthNode } from "#schema/month.ts";
import classes from "./calendar-view.module.css";
import { dayOf, weeksOf } from "./work.ts";
import { dayName, WorkCard, WorkTile } from "./work-card.tsx";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Props {
  /** YYYY-MM */
  month: string;
  nodes: readonly MonthNode[];
  hrefOf: (id: string) => string;
}

/** The work of a month by day: when it goes out, else when it is due. On a narrow screen an agenda. */
export function CalendarView(props: Props) {
  const isNarrow = useMediaQuery("(max-width: 47.99em)") ?? false;
  const { nodes, hrefOf } = props;
  const undated = nodes.filter((node) => dayOf(node) === null);
  return (
    <>
      {isNarrow ? <Agenda {...props} /> : <Grid {...props} />}
      {undated.length > 0 && (
        <section className={classes["undated"]} aria-label="Without a date">
          <Text size="sm" fw={600} component="h2">
            Without a date
          </Text>
          {undated.map((node) => (
            <WorkCard key={node.id} node={node} href={hrefOf(node.id)} />
          ))}
        </section>
      )}
    </>
  );
}

function Grid({ month, nodes, hrefOf }: Props) {
  const byDay = Map.groupBy(nodes, (node) => dayOf(node) ?? "");
  const today = new Date().toISOString().slice(0, 10);
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
              <td key={day} data-outside={!day.startsWith(month) || undefined} data-today={day === today || undefined}>
                <time
                  dateTime={day}
                  className={classes["number"]}
                  {...(day === today ? { "aria-current": "date" } : {})}
                >
                  {Number(day.slice(8))}
                </time>
                <ul className={classes["tiles"]}>
                  {(byDay.get(day) ?? []).map((node) => (
                    <li key={node.id}>
                      <WorkTile node={node} href={hrefOf(node.id)} />
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

function Agenda({ nodes, hrefOf }: Props) {
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
              <li key={node.id}>
                <WorkCard node={node} href={hrefOf(node.id)} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
