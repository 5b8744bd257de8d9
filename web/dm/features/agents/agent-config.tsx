"use client";
import {
  Autocomplete,
  Button,
  Group,
  Modal,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { FormErrors, fieldErrors } from "#kit/components/form-errors.tsx";
import { words } from "#kit/components/format.ts";
import { type AgentPatch, type AgentState, type AgentTier, isTextTier, Tier } from "#schema/agent.ts";
import { useConfigureAgent } from "./queries.ts";

const adapters = ["offline", "anthropic", "openai", "google", "ollama", "openai-compatible", "claude-cli", "webhook"];
const instructionsMax = 2_000;

/** Overrides of an agent for one client: tier, adapter, model, house rules. Only what differs is sent. */
export function AgentConfig({ agent, onClose }: { agent: AgentState; onClose(): void }) {
  const [form, setForm] = useState({
    enabled: agent.enabled,
    tier: agent.tier,
    adapter: agent.adapter,
    model: agent.model,
    instructions: agent.instructions ?? "",
  });
  const save = useConfigureAgent(agent.name, onClose);
  const errors: Record<string, string> = save.error ? fieldErrors(save.error) : {};
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const patch = patchOf(agent, form);
  return (
    <Modal opened onClose={onClose} title={`Configure ${agent.label}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(patch);
        }}
      >
        <Stack>
          <FormErrors error={save.error} />
          <Switch
            label="Works for this client"
            checked={form.enabled}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
          {isTextTier(form.tier) && (
            <>
              <div>
                <Text size="sm" fw={500} mb={4} id="tier-label">
                  Tier
                </Text>
                <SegmentedControl
                  aria-labelledby="tier-label"
                  value={form.tier}
                  onChange={(tier) => change({ tier: Tier.parse(tier) })}
                  data={Tier.options.map((value) => ({ value, label: words(value) }))}
                />
              </div>
              <Group grow align="flex-start">
                <Autocomplete
                  label="Adapter"
                  description="Empty: the platform's choice"
                  data={adapters}
                  maxLength={40}
                  value={form.adapter}
                  onChange={(adapter) => change({ adapter })}
                  error={errors["adapter"]}
                />
                <TextInput
                  label="Model"
                  description="Empty: the tier's model"
                  maxLength={120}
                  value={form.model}
                  onChange={(event) => change({ model: event.currentTarget.value })}
                  error={errors["model"]}
                />
              </Group>
            </>
          )}
          <Textarea
            label="Instructions"
            description={`House rules for this client, ${form.instructions.length} of ${instructionsMax.toLocaleString("en")} characters`}
            autosize
            minRows={4}
            maxRows={14}
            maxLength={instructionsMax}
            value={form.instructions}
            onChange={(event) => change({ instructions: event.currentTarget.value })}
            error={errors["instructions"]}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={Object.keys(patch).length === 0}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function patchOf(
  agent: AgentState,
  form: { enabled: boolean; tier: AgentTier; adapter: string; model: string; instructions: string },
): AgentPatch {
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    ...(form.enabled === agent.enabled ? {} : { enabled: form.enabled }),
    ...(form.tier === agent.tier || !isTextTier(form.tier) ? {} : { tier: form.tier }),
    ...(form.adapter === agent.adapter ? {} : { adapter: orNull(form.adapter) }),
    ...(form.model === agent.model ? {} : { model: orNull(form.model) }),
    ...(form.instructions === (agent.instructions ?? "") ? {} : { instructions: orNull(form.instructions) }),
  };
}
