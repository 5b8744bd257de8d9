"use client";

import { ActionIcon, Group } from "@mantine/core";
import { IconCalendar, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { parseAsString, useQueryState } from "nuqs";
import type { SocialCalendar } from "#schema/social.ts";
import { asApiError } from "../api/error.ts";
import { useApi } from "../api/query.tsx";
import { fixedList } from "../api/whole-list.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { monthAfter, monthName, monthOf } from "../month/months.ts";
import { dayName } from "../month/work-card.tsx";

type Slot = SocialCalendar["slots"][number];

const columns: Column<Slot>[] = [
  {
    key: "angle",
    header: "Topic",
    cell: ({ topicAngle, theme, notes }) => (
      <TwoLines first={topicAngle} second={[theme, notes].filter(Boolean).join(" · ") || null} />
    ),
  },
  { key: "on", header: "Day", width: 130, cell: ({ slotOn }) => dayName(slotOn, true) },
  { key: "platform", header: "Where", width: 130, cell: ({ platform }) => words(platform) },
  { key: "kind", header: "Kind", width: 200, cell: ({ contentType, format }) => `${words(contentType)}, ${format}` },
];

/** The places of a month's calendar, each with its post once that is written. */
export function CalendarPanel({ portal }: { portal: PortalName }) {
  const [month, setMonth] = useQueryState("month", parseAsString.withDefault(monthOf(new Date())));
  const calendar = useApi<SocialCalendar>(`/tenant/v1/social-calendars/${month}`);
  const paths = usePaths(portal);
  const isMissing = calendar.error !== null && asApiError(calendar.error).code === "request.not_found";
  const list = {
    ...fixedList(calendar.data?.slots ?? []),
    isPending: calendar.isPending,
    error: isMissing ? null : calendar.error,
    refetch: () => void calendar.refetch(),
  };
  return (
    <Panel
      title={monthName(month)}
      flush
      actions={
        <Group gap={6}>
          <ActionIcon
            variant="default"
            aria-label="The month before"
            onClick={() => void setMonth(monthAfter(month, -1))}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label="The month after"
            onClick={() => void setMonth(monthAfter(month, 1))}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Group>
      }
    >
      <DataTable
        label="Calendar of the month"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ socialPostId, activityId }) =>
          socialPostId
            ? paths.piece("social", socialPostId)
            : activityId
              ? paths.activity(activityId)
              : paths.pieces("social")
        }
        empty={
          <EmptyState
            icon={IconCalendar}
            title="No calendar for this month"
            text="It is made with the work of the month, where the plan holds social posts."
          />
        }
      />
    </Panel>
  );
}
