"use client";
import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { approvalHref } from "#kit/approval/approval-queue.tsx";
import { ApprovalView, History } from "#kit/approval/approval-view.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import type { ApprovalDetail, ApprovalItem } from "#schema/approval.ts";

const withOwnPage: readonly string[] = ["blog_post", "content_request"];

/** An open approval is decided on the page of its subject, or here where that has none; a closed one shows how it ended. */
export function ApprovalPage({ id }: { id: string }) {
  const router = useRouter();
  const approval = useApi<ApprovalDetail>(`/dm/v1/approvals/${id}`);
  const hasPage = withOwnPage.includes(approval.data?.kind ?? "");
  const open = hasPage && approval.data?.status === "pending" ? approval.data : null;
  useEffect(() => {
    if (open) router.replace(approvalHref("dm", open));
  }, [open, router]);
  if (approval.isError)
    return (
      <ErrorBlock
        error={approval.error}
        title="The approval could not be loaded."
        onRetry={() => void approval.refetch()}
      />
    );
  if (!approval.data || open) return <TextSkeleton lines={10} />;
  if (!hasPage) return <ApprovalView portal="dm" id={id} />;
  return <Closed approval={approval.data} />;
}

function Closed({ approval }: { approval: ApprovalDetail }) {
  const router = useRouter();
  const reopen = useAction(() => api.post<ApprovalItem>(`/dm/v1/approvals/${approval.id}/reopen`), {
    invalidates: ["/dm/v1", "/tenant/v1"],
    success: "Open again.",
  });
  return (
    <>
      <PageHeader
        title={approval.subject.title}
        badge={<StatusBadge kind="approval" status={approval.status} />}
        lead={`${approval.tenantName} · version ${approval.subject.version}`}
        actions={
          <>
            {approval.status === "expired" && (
              <Button variant="default" loading={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
                Open again
              </Button>
            )}
            <Button onClick={() => router.push(approvalHref("dm", approval))}>Open the subject</Button>
          </>
        }
      />
      <History approval={approval} />
    </>
  );
}
