"use client";

import { Button, Group, Stack, Switch, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import type { AgentState } from "#schema/agent.ts";
import { useChangeAgent } from "./queries.ts";

const instructionsMax = 2_000;

/** One agent with its switch and the client's instructions. */
export function AgentCard({ agent, mayConfigure }: { agent: AgentState; mayConfigure: boolean }) {
  const toggle = useChangeAgent(agent, `${agent.label} is ${agent.enabled ? "off" : "on"}`);
  return (
    <Panel
      title={agent.label}
      aside={<StatusBadge kind="agent" status={agent.state} />}
      actions={
        <Switch
          checked={agent.enabled}
          disabled={!mayConfigure || toggle.isPending}
          onChange={(event) => toggle.mutate({ enabled: event.currentTarget.checked })}
          label={agent.enabled ? "On" : "Off"}
          aria-label={`${agent.label}: ${agent.enabled ? "on" : "off"}`}
        />
      }
    >
      <Stack gap="sm">
        <Text size="sm">{agent.description}</Text>
        <Instructions key={agent.instructions} agent={agent} mayConfigure={mayConfigure} />
        <Text size="xs" c="dimmed">
          {agent.queueDepth === 0 ? "Nothing in its queue" : `${agent.queueDepth} in its queue`} ·{" "}
          {agent.tier === "none" ? "works without a model" : `${agent.tier} tier · ${agent.model}`}
        </Text>
      </Stack>
    </Panel>
  );
}

function Instructions({ agent, mayConfigure }: { agent: AgentState; mayConfigure: boolean }) {
  const stored = agent.instructions ?? "";
  const [text, setText] = useState(stored);
  const save = useChangeAgent(agent, "Instructions saved");
  const isChanged = text !== stored;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ instructions: text.trim() === "" ? null : text.trim() });
      }}
    >
      <Textarea
        label="Instructions"
        placeholder={mayConfigure ? "Write in the second person. Never name prices." : "None"}
        autosize
        minRows={2}
        maxLength={instructionsMax}
        readOnly={!mayConfigure}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {isChanged ? (
        <Group justify="space-between" mt="xs">
          <Text size="xs" c="dimmed">
            {text.length} of {instructionsMax} characters
          </Text>
          <Group gap="xs">
            <Button size="xs" variant="subtle" color="gray" onClick={() => setText(stored)}>
              Undo
            </Button>
            <Button size="xs" type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      ) : null}
    </form>
  );
}
