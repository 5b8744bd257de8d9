"use client";

import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type CampaignDetail, CampaignDraft, channelsOf } from "#schema/campaign-plan.ts";
import { amountOf, Currency, digitsOf, minorOf } from "#schema/value.ts";
import { useWorkspace } from "../auth/session.ts";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { optionsOf } from "../components/options.ts";
import { channelWords, goalWords, typeWords } from "./names.ts";
import { useEditCampaign, useNewCampaign } from "./queries.ts";

interface CampaignDialogProps {
  opened: boolean;
  onClose: () => void;
  /** The campaign to change; a new one without it. */
  campaign?: CampaignDetail;
  onSaved?: (campaign: { id: string }) => void;
}

/** Begins a campaign, or changes what was said of one. */
export function CampaignDialog({ opened, onClose, campaign, onSaved }: CampaignDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={campaign ? "Change the campaign" : "New campaign"}>
      <Body
        onClose={onClose}
        {...(campaign ? { campaign } : {})}
        onSaved={(saved) => {
          onClose();
          onSaved?.(saved);
        }}
      />
    </Modal>
  );
}

type BodyProps = Omit<CampaignDialogProps, "opened" | "onSaved"> & { onSaved: (campaign: { id: string }) => void };

const types = CampaignDraft.shape.type.options;

function Body({ campaign, onClose, onSaved }: BodyProps) {
  const create = useNewCampaign(onSaved);
  const edit = useEditCampaign(campaign?.id ?? "", () => onSaved({ id: campaign?.id ?? "" }));
  const { error, isPending } = campaign ? edit : create;
  const ownCurrency = useWorkspace().data?.tenant.currency ?? "USD";
  const form = useForm({
    initialValues: {
      name: campaign?.name ?? "",
      type: (campaign?.type ?? "paid_ads") as CampaignDraft["type"],
      goal: campaign?.goal ?? "leads",
      channels: [...(campaign?.channels ?? [])],
      amount: (campaign?.budget ? amountOf(campaign.budget.amountMinor, campaign.budget.currency) : "") as number | "",
      currency: campaign?.budget?.currency ?? ownCurrency,
      startsOn: campaign?.startsOn ?? "",
      endsOn: campaign?.endsOn ?? "",
      notes: campaign?.notes ?? "",
    },
    validate: {
      name: (value) => (value.trim().length < 3 ? "Give it a name of 3 characters or more." : null),
      channels: (value) => (value.length === 0 ? "Choose where it speaks." : null),
      currency: (value) => (Currency.safeParse(value).success ? null : "Three letters such as USD."),
      endsOn: (value, { startsOn }) =>
        value && startsOn && value < startsOn ? "The end comes before the beginning." : null,
    },
  });
  useFieldErrors(form.setErrors, error);
  const save = ({ type, name, goal, channels, amount, currency, startsOn, endsOn, notes }: typeof form.values) => {
    const given = {
      ...{ name, goal, channels, startsOn: startsOn || null, endsOn: endsOn || null, notes: notes.trim() || null },
      budget: amount === "" ? null : { amountMinor: minorOf(amount, currency), currency },
    } as Omit<CampaignDraft, "type">;
    if (campaign) edit.mutate(given);
    else create.mutate({ type, ...given });
  };
  return (
    <form noValidate onSubmit={form.onSubmit(save)}>
      <Stack>
        <FormErrors error={error} />
        <TextInput data-autofocus required label="Name" maxLength={100} {...form.getInputProps("name")} />
        <Group grow align="flex-start">
          {campaign ? null : (
            <Select
              label="Kind"
              allowDeselect={false}
              data={types.map((value) => ({ value, label: typeWords[value] }))}
              {...form.getInputProps("type")}
              onChange={(value) => form.setValues({ type: value as CampaignDraft["type"], channels: [] })}
            />
          )}
          <Select label="Goal" allowDeselect={false} data={optionsOf(goalWords)} {...form.getInputProps("goal")} />
        </Group>
        <MultiSelect
          required
          label="Where it speaks"
          placeholder={form.values.channels.length === 0 ? "Choose one or several" : ""}
          data={channelsOf[form.values.type].map((value) => ({ value, label: channelWords[value] }))}
          {...form.getInputProps("channels")}
        />
        <Group grow align="flex-start">
          <TextInput type="date" label="From" {...form.getInputProps("startsOn")} />
          <TextInput type="date" label="To" {...form.getInputProps("endsOn")} />
        </Group>
        <Group grow align="flex-start">
          <NumberInput
            label="Budget"
            min={1}
            decimalScale={digitsOf(form.values.currency)}
            thousandSeparator=","
            hideControls
            {...form.getInputProps("amount")}
          />
          <TextInput label="Currency" maxLength={3} {...form.getInputProps("currency")} />
        </Group>
        <Textarea
          label="What the brief should heed"
          autosize
          minRows={2}
          maxLength={4_000}
          {...form.getInputProps("notes")}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {campaign ? "Save" : "Create campaign"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
