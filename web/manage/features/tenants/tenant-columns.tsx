import { Progress, Stack, Text } from "@mantine/core";
import type { Column } from "#kit/components/data-table.tsx";
import { count, money } from "#kit/components/format.ts";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { TenantRow } from "#schema/admin.ts";
import { planWords, spentShare } from "./tenant-words.ts";

function Spend({ tenant }: { tenant: TenantRow }) {
  const share = spentShare(tenant);
  return (
    <Stack gap={4} miw={96}>
      <Text size="sm" className="lm-tabular">
        {money(tenant.monthlySpend)}
        {tenant.spendCap ? (
          <Text span size="xs" c="dimmed">
            {" "}
            of {money(tenant.spendCap)}
          </Text>
        ) : null}
      </Text>
      {share === null ? null : (
        <Progress
          value={share}
          size={3}
          color={share >= 80 ? "yellow" : "petrol"}
          aria-label={`${share} % of the cap`}
        />
      )}
    </Stack>
  );
}

/** Columns of the list of tenants. */
export const tenantColumns: Column<TenantRow>[] = [
  { key: "name", header: "Name", cell: ({ name, domain }) => <TwoLines first={name} second={domain} /> },
  {
    key: "status",
    header: "Status",
    width: 130,
    cell: (tenant) => <StatusBadge kind="tenant" status={tenant.status} />,
  },
  { key: "plan", header: "Plan", width: 100, cell: (tenant) => planWords[tenant.plan] },
  { key: "spend", header: "Spend of cap", width: 170, cell: (tenant) => <Spend tenant={tenant} /> },
  { key: "users", header: "Users", width: 70, align: "right", cell: (tenant) => count(tenant.userCount) },
  {
    key: "agents",
    header: "Agents",
    width: 75,
    align: "right",
    hideOnCard: true,
    cell: (tenant) => count(tenant.agentCount),
  },
  {
    key: "trial",
    header: "Trial ends",
    width: 110,
    hideOnCard: true,
    cell: (tenant) => <TimeAgo at={tenant.trialEndsAt} />,
  },
  {
    key: "created",
    header: "Created",
    width: 120,
    hideOnCard: true,
    cell: (tenant) => <TimeAgo at={tenant.createdAt} />,
  },
];
