"use client";
import { PageHeader } from "#kit/components/page-header.tsx";
import { MonthWork } from "#kit/month/month-work.tsx";
import { ActivityList } from "#kit/run/activity-list.tsx";
import { KeywordOrder } from "./keyword-order.tsx";

/** The agents' work: at all clients as a list, at one also by month, as board, calendar and dependencies, and what the next would bring. */
export function ActivitiesPage({ tenantId }: { tenantId?: string }) {
  return (
    <>
      <PageHeader
        title={tenantId === undefined ? "Activities" : "Work"}
        lead={
          tenantId === undefined
            ? "What agents and people do at all your clients."
            : "What agents and people do for this client, month by month."
        }
        actions={tenantId !== undefined && <KeywordOrder tenantId={tenantId} />}
      />
      {tenantId === undefined ? <ActivityList portal="dm" /> : <MonthWork portal="dm" tenantId={tenantId} />}
    </>
  );
}
