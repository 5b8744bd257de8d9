"use client";

import type { TenantRow } from "#schema/admin.ts";
import { tenantsPath } from "../tenants/queries.ts";
import { type Choice, FindSelect } from "./find-select.tsx";

interface TenantSelectProps {
  value: string | null;
  onChange: (tenantId: string | null) => void;
  first?: readonly Choice[];
  label?: string;
  placeholder?: string;
}

/** Chooses a client. */
export function TenantSelect({ label = "Tenant", placeholder = "Any tenant", ...rest }: TenantSelectProps) {
  return (
    <FindSelect<Pick<TenantRow, "id" | "name">>
      path={tenantsPath}
      choiceOf={({ id, name }) => ({ value: id, label: name })}
      label={label}
      placeholder={placeholder}
      {...rest}
    />
  );
}
