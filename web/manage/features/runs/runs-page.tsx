"use client";

import { PageHeader } from "#kit/components/page-header.tsx";
import { RunsTable } from "./runs-table.tsx";

/** What agents did for every tenant. */
export function RunsPage() {
  return (
    <>
      <PageHeader title="Runs" lead="What every agent did for every tenant, the newest first." />
      <RunsTable />
    </>
  );
}
