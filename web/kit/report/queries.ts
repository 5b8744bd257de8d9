"use client";

import type { Report, ReportDetail, ReportOrder } from "#schema/report.ts";
import type { ReportSchedule, ReportScheduleInput } from "#schema/report-schedule.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/reports";
const schedules = "/tenant/v1/report-schedules";

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

/** Mails a report as PDF. */
export function useSend(id: string, onSent: () => void) {
  return useAction<string[], void>((to, idempotencyKey) => api.post(`${path}/${id}/send`, { to }, { idempotencyKey }), {
    quiet: true,
    success: "The report is on its way.",
    onSuccess: onSent,
  });
}

export function useSchedules() {
  return useApi<{ items: ReportSchedule[] }>(schedules);
}

/** Makes a standing order, or changes one. */
export function useSaveSchedule(known: ReportSchedule | null, onSaved: () => void) {
  return useAction<ReportScheduleInput, ReportSchedule>(
    (input, idempotencyKey) =>
      known
        ? api.patch(`${schedules}/${known.id}`, input, { rowVersion: known.rowVersion })
        : api.post(schedules, input, { idempotencyKey }),
    { quiet: true, invalidates: [schedules], success: "The schedule is saved.", onSuccess: onSaved },
  );
}

export function useRemoveSchedule(onRemoved: () => void) {
  return useAction<string, void>((id) => api.delete(`${schedules}/${id}`), {
    invalidates: [schedules],
    success: "The schedule has ended.",
    onSuccess: onRemoved,
  });
}
