"use client";

import { Button, Loader, Text } from "@mantine/core";
import { useState } from "react";
import { asApiError } from "#kit/api/error.ts";
import { absoluteTime } from "#kit/components/format.ts";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { Brand } from "#kit/shell/brand.tsx";
import type { LinkView } from "#schema/approval-link.ts";
import { LinkDecision } from "./link-decision.tsx";
import { LinkChanges, LinkSources } from "./link-evidence.tsx";
import { LinkPreview } from "./link-preview.tsx";
import { LinkTalk } from "./link-talk.tsx";
import { useLink } from "./queries.ts";
import classes from "./signed-link-page.module.css";

/** The page behind a link that was mailed to a client's contact without an account: look, talk, decide. */
export function SignedLinkPage({ token }: { token: string }) {
  const link = useLink(token);
  if (link.data) return <OpenLink token={token} link={link.data} />;
  if (link.isPending) {
    return (
      <main className={classes["over"]} aria-busy="true">
        <h1 className={classes["title"]}>Opening</h1>
        <Loader aria-label="Opening the link" />
      </main>
    );
  }
  return <ClosedLink error={link.error} onRetry={() => void link.refetch()} />;
}

const overCodes = ["link.link_expired", "request.not_found", "request.validation_failed"];

function ClosedLink({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const problem = asApiError(error);
  const isOver = overCodes.includes(problem.code);
  return (
    <main className={classes["over"]}>
      <title>Approval · Leadmetrics</title>
      <Brand />
      <h1 className={classes["title"]}>{isOver ? "This link is closed" : "The page could not be opened"}</h1>
      <Text>
        {isOver
          ? "It has run out, was called back, or what it asked for is decided. Write to the person at the agency who sent it: they can send a new one."
          : problem.message}
      </Text>
      {isOver ? null : <Button onClick={onRetry}>Try again</Button>}
    </main>
  );
}

function OpenLink({ token, link }: { token: string; link: LinkView }) {
  const [chosen, setChosen] = useState(link.items[0]?.approvalId ?? "");
  const item = link.items.find(({ approvalId }) => approvalId === chosen) ?? link.items[0];
  if (!item) return null;
  return (
    <div className={classes["page"]}>
      <title>{`${item.subject.title} · ${link.tenantName}`}</title>
      <header className={classes["head"]}>
        <span className={classes["brand"]}>{link.tenantName}</span>
        <span className={classes["facts"]}>
          For {link.contactName} · valid until {absoluteTime(link.expiresAt)}
        </span>
      </header>
      <main className={classes["main"]}>
        <div className={classes["wide"]}>
          {link.items.length > 1 ? (
            <StatusTabs
              label="What to look at"
              value={item.approvalId}
              options={link.items.map(({ approvalId, subject }) => ({ value: approvalId, label: subject.title }))}
              onChange={setChosen}
            />
          ) : null}
          <h1 className={classes["title"]}>{item.subject.title}</h1>
        </div>
        <LinkPreview key={item.approvalId} item={item} />
        <div className={classes["side"]}>
          <LinkDecision key={`${item.approvalId}-decision`} token={token} link={link} item={item} />
          <LinkTalk key={`${item.approvalId}-talk`} token={token} link={link} item={item} />
        </div>
        <div key={`${item.approvalId}-evidence`} className={classes["evidence"]}>
          <LinkChanges item={item} />
          <LinkSources item={item} />
        </div>
      </main>
      <footer className={classes["foot"]}>
        Sent through Leadmetrics. What you decide is kept with your name, the time and the exact text you saw.
      </footer>
    </div>
  );
}
