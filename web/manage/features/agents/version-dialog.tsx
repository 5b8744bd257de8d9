"use client";

import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { count } from "#kit/components/format.ts";
import type { MasterAgent } from "#schema/agent-version.ts";
import { useVersionVerb, type VersionVerb } from "./queries.ts";

interface VersionDialogProps {
  agent: MasterAgent;
  version: number;
  verb: VersionVerb;
  onClose: () => void;
}

/** Asks before every tenant works by another version. */
export function VersionDialog({ agent, version, verb, onClose }: VersionDialogProps) {
  const act = useVersionVerb(agent.name, onClose);
  const isBack = verb === "rollback";
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      onConfirm={() => act.mutate({ version, verb })}
      title={
        isBack ? `Roll ${agent.label} back to version ${version}?` : `Publish version ${version} of ${agent.label}?`
      }
      confirmLabel={isBack ? "Roll back" : "Publish"}
      isBusy={act.isPending}
    >
      {isBack
        ? `What version ${version} says becomes a new version, in use at once. `
        : `It takes the place of version ${agent.version}. `}
      Every tenant works by it from the next run on; runs at work end by what they began with.{" "}
      {agent.overrides > 0 ? `${count(agent.overrides)} tenants keep what they override.` : ""}
    </ConfirmDialog>
  );
}
