"use client";

import { Alert } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { MasterAgent } from "#schema/agent-version.ts";
import { useAdapters } from "../providers/queries.ts";
import { useAgentChoices, useVersion, useVersions } from "./queries.ts";
import { VersionForm } from "./version-form.tsx";

interface EditorTabProps {
  agent: MasterAgent;
  onDone: () => void;
}

/** What an agent is told and may use, to be written anew: from the newest version, which may be a draft. */
export function EditorTab({ agent, onDone }: EditorTabProps) {
  const versions = useVersions(agent.name);
  const newest = versions.data?.items[0]?.version ?? null;
  const version = useVersion(agent.name, newest);
  const choices = useAgentChoices();
  const adapters = useAdapters();
  const failed = [versions, version, choices, adapters].find((read) => read.isError);
  if (failed)
    return (
      <ErrorBlock error={failed.error} title="The version could not be loaded." onRetry={() => void failed.refetch()} />
    );
  if (!version.data || !choices.data || !adapters.data) return <TextSkeleton lines={14} />;
  return (
    <>
      {version.data.status === "draft" ? (
        <Alert mb="lg" title={`You continue the draft of version ${version.data.version}`}>
          Tenants work by version {agent.version} until a draft is published.
        </Alert>
      ) : null}
      <VersionForm
        key={version.data.id}
        agent={agent}
        from={version.data}
        choices={choices.data}
        adapters={adapters.data.items}
        onDone={onDone}
      />
    </>
  );
}
