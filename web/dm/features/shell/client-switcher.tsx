"use client";
import { Combobox, ScrollArea, Tooltip, UnstyledButton, useCombobox } from "@mantine/core";
import { IconSelector } from "@tabler/icons-react";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import type { ClientCard } from "#schema/dashboard.ts";
import { samePlace } from "./client-path.ts";
import classes from "./client-switcher.module.css";

interface Props {
  clients: readonly ClientCard[];
  active: ClientCard | null;
  isCollapsed: boolean;
}

function initials(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join("")
    .toUpperCase();
}

/** Chooses the client: searchable, with what waits for each. Leads to the same screen of the other client. */
export function ClientSwitcher({ clients, active, isCollapsed }: Props) {
  const router = useRouter();
  const pathname = usePathname();
  const [search, setSearch] = useState("");
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption();
      setSearch("");
    },
    onDropdownOpen: () => box.focusSearchInput(),
  });
  const shown = clients.filter((client) => client.name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Combobox
      store={box}
      width={260}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(tenantId) => {
        box.closeDropdown();
        router.push(samePlace(pathname, tenantId));
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes>
        <Tooltip label={active?.name ?? "Choose a client"} position="right" disabled={!isCollapsed}>
          <UnstyledButton
            className={classes["target"]}
            data-collapsed={isCollapsed || undefined}
            {...(isCollapsed ? { "aria-label": active ? `Client ${active.name}` : "Choose a client" } : {})}
            onClick={() => box.toggleDropdown()}
          >
            <span className={classes["mark"]} aria-hidden>
              {active ? initials(active.name) : "?"}
            </span>
            {!isCollapsed && (
              <>
                <span className={classes["words"]}>
                  <span className={classes["caption"]}>Client</span>{" "}
                  <span className={classes["name"]}>{active?.name ?? "Choose a client"}</span>
                </span>
                <IconSelector size={16} aria-hidden />
              </>
            )}
          </UnstyledButton>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder="Find a client"
          aria-label="Find a client"
        />
        <Combobox.Options>
          <ScrollArea.Autosize mah={320} type="auto">
            {shown.map((client) => (
              <Combobox.Option key={client.id} value={client.id} active={client.id === active?.id}>
                <span className={classes["option"]}>
                  <span className={classes["name"]}>{client.name}</span>
                  {client.pendingApprovals > 0 && (
                    <span className={classes["figure"]}>
                      {client.pendingApprovals}
                      <span className={classes["hidden"]}> waiting</span>
                    </span>
                  )}
                </span>
              </Combobox.Option>
            ))}
            {shown.length === 0 && <Combobox.Empty>No client has this name</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
