"use client";

import { Stack } from "@mantine/core";
import { useSession } from "../auth/session.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { EmailPanel } from "./email-panel.tsx";
import { PasskeysPanel } from "./passkeys-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { SecondFactorPanel } from "./second-factor-panel.tsx";
import { SessionsPanel } from "./sessions-panel.tsx";

/** How the account is protected, and where it is open. */
export function SecurityPage() {
  const session = useSession();
  return (
    <>
      <PageHeader
        title="Security"
        lead="How your account is protected, and where it is open."
        crumbs={[{ label: "Profile", href: "/profile" }]}
      />
      {session.isPending ? <TextSkeleton /> : null}
      {session.error && !session.data ? (
        <ErrorBlock error={session.error} onRetry={() => void session.refetch()} />
      ) : null}
      {session.data ? (
        <Stack maw={760}>
          <EmailPanel user={session.data} />
          <PasswordPanel email={session.data.email} />
          <SecondFactorPanel user={session.data} />
          <PasskeysPanel />
          <SessionsPanel />
        </Stack>
      ) : null}
    </>
  );
}
