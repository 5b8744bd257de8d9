"use client";

import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useSession } from "#kit/auth/session.ts";
import type { UserDetail } from "#schema/user.ts";
import type { UserVerb } from "./queries.ts";
import { userVerbWords } from "./user-verb-words.ts";

const UserVerbDialog = dynamic(() => import("./user-verb-dialog.tsx").then(({ UserVerbDialog: Loaded }) => Loaded), {
  ssr: false,
});

/** What can be done with the account now. Nobody does these things to themselves here. */
function openVerbs(user: UserDetail): UserVerb[] {
  if (user.status === "deactivated") return ["reactivate"];
  return [
    "reset-password",
    ...(user.secondFactor ? (["reset-totp"] as const) : []),
    ...(user.sessions.length > 0 ? (["end-sessions"] as const) : []),
    "deactivate",
  ];
}

/** The grave things that can be done to an account. */
export function UserVerbs({ user }: { user: UserDetail }) {
  const [asked, setAsked] = useState<UserVerb | null>(null);
  const isSelf = useSession().data?.id === user.id;
  if (isSelf) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            Account
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {openVerbs(user).map((verb) => (
            <Menu.Item
              key={verb}
              {...(userVerbWords[verb].danger ? { color: "red" } : {})}
              onClick={() => setAsked(verb)}
            >
              {userVerbWords[verb].label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked ? <UserVerbDialog user={user} verb={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}
