import {
  CrawlErrorCode,
  CrawlStatus,
  CrawlStop,
  CrawlTrigger,
  CrawlUrlKind,
  CrawlUrlReason,
  CrawlUrlSource,
  CrawlUrlStatus,
  PageFlag,
  WebMediaKind,
} from "../../crawl.ts";
import { CrawlSchedule } from "../../dataset.ts";

export const websiteSets = {
  "crawl_settings.schedule": CrawlSchedule,
  "web_crawl_jobs.error_code": CrawlErrorCode,
  "web_crawl_jobs.status": CrawlStatus,
  "web_crawl_jobs.stop_reason": CrawlStop,
  "web_crawl_jobs.trigger": CrawlTrigger,
  "web_crawl_urls.kind": CrawlUrlKind,
  "web_crawl_urls.reason": CrawlUrlReason,
  "web_crawl_urls.source": CrawlUrlSource,
  "web_crawl_urls.status": CrawlUrlStatus,
  "web_media.kind": WebMediaKind,
  "web_pages.flags": PageFlag,
};
