"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { Report, ReportDetail, ReportOrder } from "#schema/report.ts";

const path = "/tenant/v1/reports";

export function useReports(filter: { source?: string | undefined }) {
  return useList<Report>(path, filter);
}

export function useReport(id: string) {
  return useApi<ReportDetail>(`${path}/${id}`);
}

/** Orders the report of the last whole month. */
export function useLastMonth(onOrdered: (report: ReportDetail) => void) {
  return useAction<void, ReportDetail>((_, idempotencyKey) => api.post(`${path}/monthly`, {}, { idempotencyKey }), {
    invalidates: [path],
    success: "The report is being written",
    onSuccess: onOrdered,
  });
}

/** Has a question about a time answered. */
export function useAsk(onOrdered: (report: ReportDetail) => void) {
  return useAction<ReportOrder, ReportDetail>(
    (order, idempotencyKey) => api.post(`${path}/generate`, order, { idempotencyKey }),
    { quiet: true, invalidates: [path], success: "The report is being written", onSuccess: onOrdered },
  );
}

export function useAgain(id: string) {
  return useAction<void, ReportDetail>((_, idempotencyKey) => api.post(`${path}/${id}/retry`, {}, { idempotencyKey }), {
    invalidates: [path],
    success: "The report is being written again",
  });
}

export function useRemove(id: string, onRemoved: () => void) {
  return useAction<void, void>(() => api.delete(`${path}/${id}`), {
    invalidates: [path],
    success: "The report is taken away",
    onSuccess: onRemoved,
  });
}

/** Opens the PDF of a report. */
export function usePdf(id: string) {
  return useAction<void, { url: string }>(() => api.get(`${path}/${id}/pdf`), {
    onSuccess: ({ url }) => void window.open(url, "_blank", "noopener"),
  });
}
