"use client";

import { Button, Group, SimpleGrid, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { UserDetail } from "#schema/user.ts";
import { useUser } from "./queries.ts";
import { UserMemberships } from "./user-memberships.tsx";
import { UserSessions } from "./user-sessions.tsx";
import { UserVerbs } from "./user-verbs.tsx";
import { appWords, fullName, roleWords } from "./user-words.ts";

const EditUser = dynamic(() => import("./edit-user.tsx").then(({ EditUser: Loaded }) => Loaded), { ssr: false });

/** One person: what they may do, where they belong, where they are signed in. */
export function UserPage({ id }: { id: string }) {
  const user = useUser(id);
  if (user.data) return <User user={user.data} />;
  return (
    <>
      <PageHeader title="User" crumbs={[{ label: "Users", href: "/users" }]} />
      {user.isError ? (
        <ErrorBlock error={user.error} title="The user could not be loaded." onRetry={() => void user.refetch()} />
      ) : (
        <TextSkeleton lines={10} />
      )}
    </>
  );
}

function User({ user }: { user: UserDetail }) {
  const [isEditing, { open, close }] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title={fullName(user)}
        badge={<StatusBadge kind="user" status={user.status} />}
        lead={
          <Group gap="sm">
            {user.email}
            <CopyId id={user.id} label="user id" />
          </Group>
        }
        actions={
          <>
            <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
              Edit
            </Button>
            <UserVerbs user={user} />
          </>
        }
      />
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <Panel title="Rights">
            <Facts
              facts={[
                ["Role on the platform", roleWords[user.role]],
                ["Portals", user.appAccess.map((app) => appWords[app]).join(", ")],
                ["Second factor", secondFactorOf(user)],
                ["E-mail verified", user.emailVerified ? "Yes" : "Not yet"],
                ["Signed in", <TimeAgo key="seen" at={user.lastLoginAt} fallback="never" />],
              ]}
            />
          </Panel>
          <Panel title="Person">
            <Facts
              facts={[
                ["Job title", user.jobTitle],
                ["Phone", user.phone],
                ["Time zone", user.timezone],
                ["Language", user.locale],
                ["Created", <TimeAgo key="created" at={user.createdAt} />],
              ]}
            />
          </Panel>
        </SimpleGrid>
        <UserMemberships user={user} />
        <UserSessions user={user} />
      </Stack>
      {isEditing ? <EditUser user={user} onClose={close} /> : null}
    </>
  );
}

function secondFactorOf({ secondFactor, secondFactorRequired }: UserDetail): string {
  if (secondFactor) return secondFactorRequired ? "On, demanded" : "On";
  return secondFactorRequired ? "Off, demanded at the next sign-in" : "Off";
}
