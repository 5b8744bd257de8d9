"use client";

import { Button, Loader } from "@mantine/core";
import { useSearchParams } from "next/navigation";
import { asApiError } from "#kit/api/error.ts";
import { DoorPage } from "#kit/auth/door-page.tsx";
import { NotePage } from "#kit/auth/note-page.tsx";
import { useDoorAction } from "#kit/auth/use-door-action.ts";
import { useTokenOnce } from "#kit/auth/use-token-once.ts";
import { door } from "../shell/door.ts";

/** Where Manage hands a super admin over, who then acts as a person of a client until the banner's End. */
export function ImpersonatePage() {
  const token = useSearchParams().get("token") ?? "";
  const begin = useDoorAction<{ token: string }, unknown>("/auth/v1/impersonation/begin", () =>
    window.location.replace("/"),
  );
  useTokenOnce(token, () => begin.mutate({ token }));
  if (token === "" || begin.error) {
    return (
      <NotePage
        door={door}
        look="expired"
        title="The hand-over did not work"
        text={begin.error ? asApiError(begin.error).message : "Start again from the person's page in Manage."}
      >
        <Button variant="default" onClick={() => window.close()}>
          Close this tab
        </Button>
      </NotePage>
    );
  }
  return (
    <DoorPage door={door} title="Handing over">
      <Loader aria-label="Handing over" />
    </DoorPage>
  );
}
