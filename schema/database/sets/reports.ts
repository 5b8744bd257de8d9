import { AdsHealth } from "../../ads-analysis.ts";
import { WorkStatus } from "../../content-quality.ts";
import { ReportContent, ReportFrequency, ReportSource, ReportStatus } from "../../report.ts";
import { ReportScheduleKind } from "../../report-schedule.ts";

export const reportSets = {
  "ads_analyses.health": AdsHealth,
  "ads_analyses.status": WorkStatus,
  "report_schedules.frequency": ReportFrequency,
  "report_schedules.kind": ReportScheduleKind,
  "reports.content_type": ReportContent,
  "reports.frequency": ReportFrequency,
  "reports.source": ReportSource,
  "reports.status": ReportStatus,
};
