"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { LoginAnswer, LoginChallenge } from "#schema/auth.ts";
import type { InvitationPreview } from "#schema/invitation.ts";
import { asApiError } from "../api/error.ts";
import { useApi } from "../api/query.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { AcceptForm } from "./accept-form.tsx";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { NotePage } from "./note-page.tsx";
import { SecondStep } from "./second-step.tsx";
import { useEntry } from "./use-entry.ts";

/** An invitation: into which workspace, as what, by whom; a new person sets name and password. */
export function AcceptInvitePage({ door }: { door: Door }) {
  const token = useSearchParams().get("token") ?? "";
  const path = token === "" ? null : `/auth/v1/invitations/${encodeURIComponent(token)}`;
  const invitation = useApi<InvitationPreview>(path, {}, { staleTime: Number.POSITIVE_INFINITY });
  const enter = useEntry(door, "/");
  const [challenge, setChallenge] = useState<LoginChallenge["challenge"] | null>(null);
  const proceed = (answer: LoginAnswer): void => {
    if ("challenge" in answer) setChallenge(answer.challenge);
    else enter(answer);
  };
  const code = invitation.error ? asApiError(invitation.error).code : null;
  if (challenge) {
    return (
      <SecondStep
        door={door}
        challenge={challenge}
        onAnswer={enter}
        onRestart={() => window.location.assign("/login")}
      />
    );
  }
  if (
    token === "" ||
    code === "link.link_expired" ||
    code === "request.not_found" ||
    code === "request.validation_failed"
  ) {
    return (
      <NotePage
        door={door}
        look="expired"
        title="This invitation is over"
        text="It was accepted already, called back, or older than seven days. Ask the person who invited you to send a new one: their list of invitations has a button for it."
      />
    );
  }
  if (invitation.data) return <AcceptForm door={door} token={token} invitation={invitation.data} onAnswer={proceed} />;
  return (
    <DoorPage door={door} title="You are invited">
      {invitation.error ? (
        <ErrorBlock error={invitation.error} onRetry={() => void invitation.refetch()} />
      ) : (
        <TextSkeleton lines={4} />
      )}
    </DoorPage>
  );
}
