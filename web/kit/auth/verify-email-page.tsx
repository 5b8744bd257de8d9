"use client";

import { Button, Loader } from "@mantine/core";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { asApiError } from "../api/error.ts";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { ExpiredLinkPage } from "./expired-link-page.tsx";
import { NotePage } from "./note-page.tsx";
import { useDoorAction } from "./use-door-action.ts";
import { useTokenOnce } from "./use-token-once.ts";

/** The link that proves an e-mail address. */
export function VerifyEmailPage({ door }: { door: Door }) {
  const token = useSearchParams().get("token") ?? "";
  const verify = useDoorAction<{ token: string }, void>("/auth/v1/email/verify");
  useTokenOnce(token, () => verify.mutate({ token }));
  const problem = verify.error ? asApiError(verify.error) : null;

  if (verify.isSuccess) {
    return (
      <NotePage
        door={door}
        look="done"
        title="Your e-mail is confirmed"
        text="Thank you. Everything is open to you now."
      >
        <Button component={Link} href="/">
          Continue
        </Button>
      </NotePage>
    );
  }
  if (token === "" || problem?.code === "link.link_expired") {
    return (
      <ExpiredLinkPage door={door} what="link to confirm an address">
        <Button component={Link} href="/">
          Sign in and ask for a new one
        </Button>
      </ExpiredLinkPage>
    );
  }
  if (problem) {
    return (
      <NotePage door={door} look="failed" title="That did not work" text={problem.message}>
        <Button onClick={() => verify.mutate({ token })} loading={verify.isPending}>
          Try again
        </Button>
      </NotePage>
    );
  }
  return (
    <DoorPage door={door} title="Confirming your e-mail">
      <Loader aria-label="Confirming" />
    </DoorPage>
  );
}
