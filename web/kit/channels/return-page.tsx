"use client";

import { Anchor, Loader, Stack, Text } from "@mantine/core";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { asApiError } from "../api/error.ts";
import type { Door } from "../auth/door.ts";
import { DoorPage } from "../auth/door-page.tsx";
import { NotePage } from "../auth/note-page.tsx";
import { useTokenOnce } from "../auth/use-token-once.ts";
import { AccountChoice } from "./account-choice.tsx";
import { useReturn } from "./queries.ts";
import { resumeClient, tellConnected } from "./sign-in.ts";

interface ReturnPageProps {
  door: Door;
  /** The screen of channels, of the client for whom the person was away. */
  channelsHref: (tenantId: string | null) => string;
}

type Stage = { at: "away" } | { at: "choosing"; choice: string } | { at: "done" };

/** Where a provider sends a person back: takes up the sign-in, lets them choose the account, and ends. */
export function ReturnPage({ door, channelsHref }: ReturnPageProps) {
  const query = useSearchParams();
  const [state] = useState(() => query.get("state") ?? "");
  const [home, setHome] = useState("/channels");
  const [stage, setStage] = useState<Stage>({ at: "away" });
  const end = () => {
    setStage({ at: "done" });
    tellConnected();
    window.close();
  };
  const back = useReturn(({ choice }) => (choice ? setStage({ at: "choosing", choice }) : end()));
  useTokenOnce(state, () => {
    setHome(channelsHref(resumeClient()));
    const code = query.get("code");
    // What is good for a connection has no place in the history of the browser.
    window.history.replaceState(null, "", window.location.pathname);
    back.mutate({ state, ...(code ? { code } : { error: query.get("error") ?? "no answer" }) });
  });
  const wayBack = <Anchor href={home}>Back to the channels</Anchor>;
  if (state === "" || back.error)
    return (
      <NotePage
        door={door}
        look="failed"
        title="Not connected"
        text={back.error ? asApiError(back.error).message : "Begin with Connect on the screen of channels."}
      >
        {wayBack}
      </NotePage>
    );
  if (stage.at === "done")
    return (
      <NotePage door={door} look="done" title="Connected" text="You can close this window.">
        {wayBack}
      </NotePage>
    );
  if (stage.at === "choosing")
    return (
      <DoorPage door={door} title="Which account?" lead="The sign-in opens these. One of them is connected.">
        <AccountChoice choice={stage.choice} onDone={end} />
      </DoorPage>
    );
  return (
    <DoorPage door={door} title="Connecting">
      <Stack align="center">
        <Loader aria-label="Connecting" />
        <Text size="sm" c="dimmed">
          One moment…
        </Text>
      </Stack>
    </DoorPage>
  );
}
