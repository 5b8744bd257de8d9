"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { asApiError } from "../api/error.ts";
import type { Door } from "./door.ts";
import { ExpiredLinkPage } from "./expired-link-page.tsx";
import { NotePage } from "./note-page.tsx";
import { useDoorAction } from "./use-door-action.ts";

/** The link that lifts a lock after too many failed attempts. Asks first, so that a mail scanner lifts nothing. */
export function UnlockPage({ door }: { door: Door }) {
  const token = useSearchParams().get("token") ?? "";
  const unlock = useDoorAction<{ token: string }, void>("/auth/v1/unlock");
  const problem = unlock.error ? asApiError(unlock.error) : null;
  if (unlock.isSuccess) {
    return (
      <NotePage door={door} look="done" title="Your account is open again" text="You can sign in now.">
        <Button component={Link} href="/login">
          Sign in
        </Button>
      </NotePage>
    );
  }
  if (token === "" || problem?.code === "link.link_expired") {
    return (
      <ExpiredLinkPage door={door} what="link to unlock an account">
        <Button component={Link} href="/login">
          To the sign-in page
        </Button>
      </ExpiredLinkPage>
    );
  }
  return (
    <NotePage
      door={door}
      look={problem ? "failed" : "mail"}
      title="Unlock your account"
      text={
        problem?.message ??
        "Somebody tried to sign in to your account too often with a wrong password. If that was you, unlock it; if not, set a new password as well."
      }
    >
      <Button onClick={() => unlock.mutate({ token })} loading={unlock.isPending}>
        Unlock
      </Button>
      <Button component={Link} href="/forgot-password" variant="default">
        Set a new password
      </Button>
    </NotePage>
  );
}
