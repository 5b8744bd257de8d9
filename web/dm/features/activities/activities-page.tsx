"use client";
import { PageHeader } from "#kit/components/page-header.tsx";
import { ActivityList } from "#kit/run/activity-list.tsx";

/** The agents' work, at all clients or at one. */
export function ActivitiesPage({ tenantId }: { tenantId?: string }) {
  return (
    <>
      <PageHeader
        title="Activities"
        lead={tenantId === undefined ? "What agents do at all your clients." : "What agents do for this client."}
      />
      <ActivityList portal="dm" {...(tenantId === undefined ? {} : { tenantId })} />
    </>
  );
}
