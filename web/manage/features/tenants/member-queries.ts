"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { TenantDetail } from "#schema/admin.ts";
import type { Member } from "#schema/member.ts";
import { tenantsPath } from "./queries.ts";

function pathOf(tenant: TenantDetail): string {
  return `${tenantsPath}/${tenant.id}`;
}

/** People of both sides. */
export function useMembers(tenant: TenantDetail) {
  return useApi<{ items: Member[] }>(`${pathOf(tenant)}/members`);
}

/** Says who of the agency works for the client; who is not named any more loses access at once. */
export function useAssignReviewers(tenant: TenantDetail, onSuccess: () => void) {
  return useAction<{ userIds: string[] }, unknown>((input) => api.put(`${pathOf(tenant)}/reviewers`, input), {
    invalidates: [pathOf(tenant), "/admin/v1/users", "/admin/v1/audit-logs"],
    success: `The reviewers of ${tenant.name} are set`,
    onSuccess,
  });
}

export function useResendWelcome(tenant: TenantDetail) {
  return useAction<void, unknown>(
    (_, idempotencyKey) => api.post(`${pathOf(tenant)}/resend-welcome`, {}, { idempotencyKey }),
    { invalidates: ["/admin/v1/audit-logs"], success: `The welcome mail of ${tenant.name} is sent again` },
  );
}
