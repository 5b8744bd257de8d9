"use client";

import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import {
  IconBell,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconSearch,
  IconSwitchHorizontal,
  IconUser,
} from "@tabler/icons-react";
import Link from "next/link";
import { openPalette } from "../search/open-palette.ts";
import { openKeyboardHelp } from "../shell/keyboard-help.tsx";
import type { Portal } from "../shell/portal.ts";
import classes from "./profile-menu.module.css";
import { useSignOut, useTenants } from "./queries.ts";
import { useSession } from "./session.ts";

const roleWords = { super_admin: "Super admin", admin: "Admin", member: "Member", reviewer: "Reviewer" } as const;

/** Name, role and workspace of the person; profile, keys, sign out. */
export function ProfileMenu({ portal, tenantName }: { portal: Portal; tenantName: string | undefined }) {
  const user = useSession().data;
  const tenants = useTenants(portal.app === "dashboard");
  const canSwitch = (tenants.data?.items.length ?? 0) > 1;
  const signOut = useSignOut();
  const name = user ? `${user.firstName} ${user.lastName}`.trim() : "";
  return (
    <Menu position="bottom-end" width={240} shadow="md" radius="lg">
      <Menu.Target>
        <UnstyledButton className={classes["target"]}>
          <Avatar name={name} size={30} color="petrol" radius="xl" aria-hidden />
          <VisuallyHidden>{name ? `Menu of ${name}` : "Profile menu"}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes["who"]}>
          <Text size="sm" fw={600} truncate>
            {name || "…"}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {user?.email}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {[user ? roleWords[user.role] : null, tenantName ?? portal.name].filter(Boolean).join(" · ")}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} href="/profile" leftSection={<IconUser size={16} aria-hidden />}>
          Profile and appearance
        </Menu.Item>
        <Menu.Item component={Link} href="/profile/security" leftSection={<IconLock size={16} aria-hidden />}>
          Security
        </Menu.Item>
        {canSwitch ? (
          <Menu.Item
            component={Link}
            href="/select-tenant"
            leftSection={<IconSwitchHorizontal size={16} aria-hidden />}
          >
            Change workspace
          </Menu.Item>
        ) : null}
        {portal.isPlatform ? null : (
          <Menu.Item component={Link} href="/notifications" leftSection={<IconBell size={16} aria-hidden />}>
            Notifications
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconSearch size={16} aria-hidden />} onClick={openPalette}>
          Search
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openKeyboardHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
