"use client";

import { Button, Fieldset, Group, Modal, NumberInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import { FormErrors } from "../components/form-errors.tsx";
import { channelWords } from "./names.ts";
import { useEditCampaign } from "./queries.ts";

interface BriefDialogProps {
  opened: boolean;
  onClose: () => void;
  campaign: CampaignDetail;
}

/** The brief of a campaign in a person's own words. */
export function BriefDialog({ opened, onClose, campaign }: BriefDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title="The brief in your own words">
      <Body campaign={campaign} onClose={onClose} />
    </Modal>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const within = (min: number, max: number) => (text: string) =>
  text.trim().length < min || text.trim().length > max ? `Write ${min} to ${max} characters.` : null;

function Body({ campaign, onClose }: Omit<BriefDialogProps, "opened">) {
  const save = useEditCampaign(campaign.id, onClose);
  const { brief, channels, budget } = campaign;
  const share = budget ? Math.floor(100 / channels.length) : 0;
  const form = useForm({
    initialValues: {
      objective: brief?.objective ?? "",
      audienceSummary: brief?.audienceSummary ?? "",
      messages: brief?.keyMessages.join("\n") ?? "",
      offer: brief?.offer ?? "",
      risks: brief?.risks.join("\n") ?? "",
      places: channels.map((channel, at) => {
        const known = brief?.channelPlan.find((one) => one.channel === channel);
        const first = budget && at === 0 ? 100 - share * (channels.length - 1) : share;
        return known ?? { channel, role: "", budgetSharePct: first, kpi: "", target: 0 };
      }),
    },
    validate: {
      objective: within(20, 400),
      audienceSummary: within(20, 800),
      messages: (text) => (linesOf(text).length < 3 || linesOf(text).length > 6 ? "Write three to six lines." : null),
      places: { role: within(10, 300), kpi: within(2, 80) },
    },
  });
  const together = form.values.places.reduce((sum, { budgetSharePct }) => sum + (Number(budgetSharePct) || 0), 0);
  const submit = ({ objective, audienceSummary, messages, offer, risks, places }: typeof form.values) =>
    save.mutate({
      brief: {
        ...{ objective, audienceSummary, keyMessages: linesOf(messages), channelPlan: places, risks: linesOf(risks) },
        ...(offer.trim() === "" ? {} : { offer }),
        timeline: brief?.timeline ?? [],
        contentNeeds: brief?.contentNeeds ?? [],
      },
    });
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <FormErrors error={save.error} />
        <Textarea
          data-autofocus
          required
          autosize
          minRows={2}
          maxLength={400}
          label="What it is to do"
          {...form.getInputProps("objective")}
        />
        <Textarea
          required
          autosize
          minRows={2}
          maxLength={800}
          label="For whom"
          {...form.getInputProps("audienceSummary")}
        />
        <Textarea
          required
          autosize
          minRows={3}
          label="What it says"
          description="Three to six lines, one message each"
          {...form.getInputProps("messages")}
        />
        <TextInput maxLength={300} label="Offer (optional)" {...form.getInputProps("offer")} />
        {channels.map((channel, at) => (
          <Fieldset key={channel} legend={channelWords[channel]}>
            <Stack gap="sm">
              <TextInput required maxLength={300} label="What it is for" {...form.getInputProps(`places.${at}.role`)} />
              <Group grow align="flex-start">
                <TextInput required maxLength={80} label="Measured by" {...form.getInputProps(`places.${at}.kpi`)} />
                <NumberInput min={0} label="Target" {...form.getInputProps(`places.${at}.target`)} />
                {budget ? (
                  <NumberInput
                    min={0}
                    max={100}
                    suffix=" %"
                    label="Share of the budget"
                    {...form.getInputProps(`places.${at}.budgetSharePct`)}
                  />
                ) : null}
              </Group>
            </Stack>
          </Fieldset>
        ))}
        {budget && together !== 100 ? (
          <Text size="sm" c="var(--lm-attention-ink)" aria-live="polite">
            The shares of the budget make {together} %; they have to make 100 %.
          </Text>
        ) : null}
        <Textarea
          autosize
          minRows={2}
          label="What may go wrong (optional)"
          description="One risk a line"
          {...form.getInputProps("risks")}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
