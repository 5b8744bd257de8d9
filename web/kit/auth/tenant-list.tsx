"use client";

import { Avatar, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { TenantChoice } from "#schema/auth.ts";
import classes from "./tenant-list.module.css";

const roleWords = { admin: "Admin", member: "Member", reviewer: "Approver" } as const;
const searchFrom = 6;

interface TenantListProps {
  tenants: readonly TenantChoice[];
  onChoose: (tenantId: string) => void;
  /** The one that is being entered. */
  busyId: string | null;
  /** The one at work now. */
  presentId?: string | undefined;
}

/** Workspaces of a person, with their role in each; searchable once they are many. */
export function TenantList({ tenants, onChoose, busyId, presentId }: TenantListProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = tenants.filter((tenant) => tenant.name.toLowerCase().includes(wanted));
  return (
    <>
      {tenants.length >= searchFrom ? (
        <TextInput
          aria-label="Search workspaces"
          placeholder="Search workspaces"
          type="search"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
        />
      ) : null}
      <ul className={classes["list"]} aria-label="Workspaces">
        {shown.map((tenant) => (
          <li key={tenant.id}>
            <button
              type="button"
              className={classes["choice"]}
              onClick={() => onChoose(tenant.id)}
              disabled={busyId !== null}
              aria-current={tenant.id === presentId ? "true" : undefined}
            >
              <Avatar name={tenant.name} size={32} radius="md" color="petrol" aria-hidden />
              <span className={classes["name"]}>{tenant.name}</span>
              <span className={classes["role"]}>
                {tenant.id === presentId ? "You are here" : tenant.id === busyId ? "Opening …" : roleWords[tenant.role]}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          No workspace of that name.
        </Text>
      ) : null}
    </>
  );
}
