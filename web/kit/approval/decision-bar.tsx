"use client";
import { Button, Group, Text, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconAlertTriangle, IconArrowRight, IconCheck, IconEdit, IconX } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { type ApprovalKind, approvalRules } from "#schema/approval.ts";
import type { PortalName } from "../blog/paths.ts";
import { TimeAgo } from "../components/time-ago.tsx";
import classes from "./decision-bar.module.css";
import { type Decision, DecisionForm } from "./decision-form.tsx";
import { decisionProblem, useResolve } from "./queries.ts";

export interface Decidable {
  id: string;
  /** A post's unless it says another. */
  kind?: ApprovalKind;
  stage: "dm" | "client";
  status: string;
  contentHash: string;
  youMayDecide: boolean;
  whyNot: string | null;
  expiresAt: string;
}

interface Props {
  portal: PortalName;
  approval: Decidable;
  /** What an approval sets off, where it is not a post's. */
  effect?: string;
  /** Thing, version and client, as the dialog names them. */
  subject: string;
  /** Hash of the content the person has in front of them; another one in the approval asks for a new look. */
  seenHash: string;
  /** The person wants to see the new version. */
  onReview(): void;
  /** Address of the next item of the queue. */
  nextHref?: string | null;
}

const effects: Record<Decidable["stage"], string> = {
  dm: "The client is asked next; nothing is published yet.",
  client: "After this it may be published.",
};

/** Pinned under the content: approve, ask for changes, reject, next; also by the keys a, v, r and n. */
export function DecisionBar({ portal, approval, effect, subject, seenHash, onReview, nextHref = null }: Props) {
  const router = useRouter();
  const [decision, setDecision] = useState<Decision | null>(null);
  const resolve = useResolve(portal, approval.id, seenHash, () => setDecision(null));
  const isStale = approval.contentHash !== seenHash;
  const blocked = approval.youMayDecide ? null : (approval.whyNot ?? "You cannot decide this.");
  const isOpen = approval.status === "pending" && !isStale && blocked === null;
  const ask = (next: Decision) => {
    if (!isOpen) return;
    resolve.reset();
    setDecision(next);
  };
  useHotkeys([
    ["a", () => ask("approve")],
    ["v", () => ask("revise")],
    ["r", () => ask("reject")],
    ["n", () => nextHref && router.push(nextHref)],
  ]);

  return (
    <section className={classes["bar"]} data-stale={isStale || undefined} aria-label="Decision">
      <div className={classes["inside"]}>
        <div className={classes["words"]} aria-live="polite">
          <Text size="sm" fw={600}>
            {isStale ? "New version, review again" : stageOf(approval)}
          </Text>
          <Text size="xs" c="dimmed">
            {isStale
              ? "The content changed since you opened it."
              : (blocked ?? (
                  <>
                    Expires <TimeAgo at={approval.expiresAt} />
                  </>
                ))}
          </Text>
        </div>
        <Group gap="xs" className={classes["buttons"] ?? ""}>
          {isStale ? (
            <Button color="yellow.8" leftSection={<IconAlertTriangle size={16} aria-hidden />} onClick={onReview}>
              Show the new version
            </Button>
          ) : (
            <>
              <Verb
                label="Reject"
                keyName="r"
                isOpen={isOpen}
                reason={blocked}
                icon={<IconX size={16} aria-hidden />}
                variant="subtle"
                onClick={() => ask("reject")}
              />
              <Verb
                label="Ask for changes"
                keyName="v"
                isOpen={isOpen}
                reason={blocked}
                icon={<IconEdit size={16} aria-hidden />}
                variant="default"
                onClick={() => ask("revise")}
              />
              <Verb
                label="Approve"
                keyName="a"
                isOpen={isOpen}
                reason={blocked}
                icon={<IconCheck size={16} aria-hidden />}
                variant="filled"
                onClick={() => ask("approve")}
              />
            </>
          )}
          {nextHref !== null && (
            <Button
              variant="default"
              rightSection={<IconArrowRight size={16} aria-hidden />}
              onClick={() => router.push(nextHref)}
              aria-keyshortcuts="n"
              aria-label="Next in the queue"
            >
              <span className={classes["nextWord"]}>Next</span>
            </Button>
          )}
        </Group>
      </div>
      <DecisionForm
        decision={decision}
        subject={subject}
        effect={effect ?? effects[approval.stage]}
        isBusy={resolve.isPending}
        error={resolve.isError ? decisionProblem(resolve.error) : null}
        onClose={() => setDecision(null)}
        onSend={(answer) => resolve.mutate(answer)}
      />
    </section>
  );
}

function stageOf({ kind = "blog_post", stage }: Decidable): string {
  const { stages } = approvalRules[kind];
  const name = stage === "dm" ? "Agency review" : "Client review";
  return stages.length === 1 ? name : `${name} · stage ${stages.indexOf(stage) + 1} of ${stages.length}`;
}

interface VerbProps {
  label: string;
  keyName: string;
  isOpen: boolean;
  reason: string | null;
  icon: ReactNode;
  variant: string;
  onClick(): void;
}

/** A verb that says why it rests; it stays focusable so that the reason can be read. */
function Verb({ label, keyName, isOpen, reason, icon, variant, onClick }: VerbProps) {
  return (
    <Tooltip label={reason ?? `Key ${keyName}`} multiline maw={280}>
      <Button
        variant={isOpen ? variant : "default"}
        {...(isOpen ? {} : { "data-disabled": true })}
        aria-disabled={!isOpen}
        aria-keyshortcuts={keyName}
        className={classes["verb"] ?? ""}
        leftSection={icon}
        color={keyName === "r" ? "red" : "petrol"}
        onClick={onClick}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
