import { AdsHealth } from "../../ads-analysis.ts";
import { WorkStatus } from "../../content-quality.ts";
import { ReportContent, ReportFrequency, ReportSource, ReportStatus } from "../../report.ts";

export const reportSets = {
  "ads_analyses.health": AdsHealth,
  "ads_analyses.status": WorkStatus,
  "reports.content_type": ReportContent,
  "reports.frequency": ReportFrequency,
  "reports.source": ReportSource,
  "reports.status": ReportStatus,
};
