import { ReportContent, ReportFrequency, ReportSource, ReportStatus } from "../../report.ts";

export const reportSets = {
  "reports.content_type": ReportContent,
  "reports.frequency": ReportFrequency,
  "reports.source": ReportSource,
  "reports.status": ReportStatus,
};
