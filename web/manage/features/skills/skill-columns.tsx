import type { Column } from "#kit/components/data-table.tsx";
import { words } from "#kit/components/format.ts";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { SkillRow } from "./queries.ts";

export const firstColumn: Column<SkillRow> = {
  key: "skill",
  header: "Skill",
  cell: ({ name, description }) => <TwoLines first={name} second={description} />,
};
export const stateColumn: Column<SkillRow> = {
  key: "state",
  header: "Status",
  width: 100,
  cell: ({ enabled }) => <ToneBadge tone={enabled ? "done" : "waiting"}>{enabled ? "On" : "Off"}</ToneBadge>,
};
export const usedColumn: Column<SkillRow> = {
  key: "used",
  header: "Used by",
  width: 200,
  cell: ({ appliesTo }) => (appliesTo.length === 0 ? "All agents" : appliesTo.map(words).join(", ")),
};
