import { requestDue } from "#core/ads-analysis/index.ts";
import { sql } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { forTenantsDue } from "./due.ts";

/** Has the paid campaigns of every client analysed once a week whose ads cost something lately. Who has no credits for it goes without. */
export async function handler(): Promise<void> {
  await forTenantsDue("ads.analyse", due, async () => {
    try {
      await requestDue();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  });
}

const due = sql<{ tenantId: string }>`
  select m.tenant_id from channel_metrics m
  join connected_channels c on c.tenant_id = m.tenant_id and c.id = m.channel_id
  where c.type in ('google_ads', 'meta_ads') and c.deleted_at is null
    and m.metric = 'cost' and m.value > 0 and m.metric_on >= now() - interval '14 days'
    and not exists (select from ads_analyses a where a.tenant_id = m.tenant_id and a.created_at > now() - interval '156 hours')`;
