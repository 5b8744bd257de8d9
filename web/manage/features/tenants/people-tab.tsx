"use client";

import { Button, Stack } from "@mantine/core";
import { IconMailForward, IconUsers, IconUsersPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { wholeList } from "#kit/api/whole-list.ts";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import type { TenantDetail } from "#schema/admin.ts";
import type { Member } from "#schema/member.ts";
import { clientColumns, reviewerColumns } from "./member-columns.tsx";
import { useMembers, useResendWelcome } from "./member-queries.ts";

const AssignReviewers = dynamic(() => import("./assign-reviewers.tsx").then(({ AssignReviewers: Loaded }) => Loaded), {
  ssr: false,
});

const ImpersonateDialog = dynamic(
  () => import("../impersonation/impersonate-dialog.tsx").then(({ ImpersonateDialog: Loaded }) => Loaded),
  { ssr: false },
);

/** Who belongs to the client, on both sides. */
export function PeopleTab({ tenant }: { tenant: TenantDetail }) {
  const members = useMembers(tenant);
  const welcome = useResendWelcome(tenant);
  const [played, setPlayed] = useState<Member | null>(null);
  const [isAssigning, setAssigning] = useState(false);
  const all = wholeList(members);
  const clients = all.items.filter((member) => member.side === "client");
  const reviewers = all.items.filter((member) => member.side === "agency");
  const waits = clients.some((member) => member.user.status === "invited");
  return (
    <Stack gap="lg">
      <Panel
        title="People of the client"
        flush
        actions={
          waits ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconMailForward size={14} aria-hidden />}
              loading={welcome.isPending}
              onClick={() => welcome.mutate(undefined)}
            >
              Resend the welcome mail
            </Button>
          ) : null
        }
      >
        <DataTable
          label="People of the client"
          list={{ ...all, items: clients }}
          columns={clientColumns(tenant, setPlayed)}
          rowKey={(member) => member.id}
          rowHref={(member) => `/users/${member.user.id}`}
          empty={<EmptyState icon={IconUsers} title="Nobody of the client has an account yet" />}
        />
      </Panel>
      <Panel
        title="Reviewers of the agency"
        flush
        actions={
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUsersPlus size={14} aria-hidden />}
            disabled={all.isPending}
            onClick={() => setAssigning(true)}
          >
            Assign
          </Button>
        }
      >
        <DataTable
          label="Reviewers of the agency"
          list={{ ...all, items: reviewers }}
          columns={reviewerColumns}
          rowKey={(member) => member.id}
          rowHref={(member) => `/users/${member.user.id}`}
          empty={
            <EmptyState
              icon={IconUsers}
              title="No reviewer is assigned"
              text="Nothing can be approved until somebody is."
            />
          }
        />
      </Panel>
      {played ? <ImpersonateDialog tenant={tenant} person={played.user} onClose={() => setPlayed(null)} /> : null}
      {isAssigning ? (
        <AssignReviewers
          tenant={tenant}
          present={reviewers.map(({ user }) => user.id)}
          onClose={() => setAssigning(false)}
        />
      ) : null}
    </Stack>
  );
}
