"use client";

import { ActionIcon, Button, ColorInput, Input, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { FoundBrand } from "#schema/onboarding.ts";
import { type AssetValues, assetInput, assetValues, colourRoles, fontRoles } from "./brand-assets.ts";
import { FoundOnSite } from "./found-on-site.tsx";
import { LogoField } from "./logo-field.tsx";
import { useFoundBrand } from "./queries.ts";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";
import classes from "./wizard.module.css";
import { stepOf, useWizardBoard } from "./wizard-context.tsx";

/** Colours, fonts and the look of pictures; begins with what was read from the website. */
export function BrandAssetsStep() {
  const found = useFoundBrand();
  if (found.isPending) return <TextSkeleton lines={8} />;
  if (!found.data) return <ErrorBlock error={found.error} onRetry={() => void found.refetch()} />;
  const { assets } = found.data;
  return <Fields key={assets.map(({ kind, value }) => (kind === "logo" ? "" : value)).join()} found={found.data} />;
}

function Fields({ found }: { found: FoundBrand }) {
  const { wizard } = useWizardBoard();
  const { data } = stepOf(wizard, "brand_assets");
  const { form, submit, problem, isBusy, isDraft } = useStepForm<AssetValues>(
    "brand_assets",
    assetValues(data, found),
    assetInput,
    {
      colours: (colours) =>
        colours.every(({ hex }) => /^#[0-9a-fA-F]{6}$/.test(hex)) ? null : "A colour looks like #1f6feb.",
    },
  );
  const { colours, fonts } = form.values;
  return (
    <StepFrame step="brand_assets" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem} isDraft={isDraft}>
      <FoundOnSite found={found} />
      <LogoField found={found} />
      <Pairs
        label="Colours"
        error={form.errors["colours"]}
        onAdd={colours.length < 8 ? () => form.insertListItem("colours", { role: "accent", hex: "" }) : null}
      >
        {colours.map((_, index) => (
          <div key={index} className={classes["pair"]}>
            <Select
              aria-label={`Role of colour ${index + 1}`}
              allowDeselect={false}
              data={colourRoles.map((value) => ({ value, label: words(value) }))}
              {...form.getInputProps(`colours.${index}.role`)}
            />
            <ColorInput
              aria-label={`Colour ${index + 1}`}
              placeholder="#1f6feb"
              eyeDropperButtonProps={{ "aria-label": "Pick from the screen" }}
              {...form.getInputProps(`colours.${index}.hex`)}
            />
            <Remove what={`colour ${index + 1}`} onClick={() => form.removeListItem("colours", index)} />
          </div>
        ))}
      </Pairs>
      <Pairs
        label="Fonts"
        onAdd={fonts.length < 4 ? () => form.insertListItem("fonts", { role: "body", family: "" }) : null}
      >
        {fonts.map((_, index) => (
          <div key={index} className={classes["pair"]}>
            <Select
              aria-label={`Role of font ${index + 1}`}
              allowDeselect={false}
              data={fontRoles.map((value) => ({ value, label: words(value) }))}
              {...form.getInputProps(`fonts.${index}.role`)}
            />
            <TextInput
              aria-label={`Font ${index + 1}`}
              placeholder="Inter"
              maxLength={60}
              {...form.getInputProps(`fonts.${index}.family`)}
            />
            <Remove what={`font ${index + 1}`} onClick={() => form.removeListItem("fonts", index)} />
          </div>
        ))}
      </Pairs>
      <Textarea
        label="Style of pictures"
        placeholder="Daylight, real people at work, no stock photos"
        autosize
        minRows={2}
        maxLength={1_000}
        {...form.getInputProps("imageStyle")}
      />
      <Textarea label="Avoid in pictures" autosize minRows={2} maxLength={1_000} {...form.getInputProps("avoid")} />
    </StepFrame>
  );
}

interface PairsProps {
  label: string;
  error?: ReactNode;
  onAdd: (() => void) | null;
  children: ReactNode[];
}

function Pairs({ label, error, onAdd, children }: PairsProps) {
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Input.Label component="div">{label}</Input.Label>
      {children.length === 0 ? (
        <Text size="sm" c="dimmed">
          None yet
        </Text>
      ) : null}
      <div className={classes["pairs"]}>{children}</div>
      {error ? <Input.Error>{error}</Input.Error> : null}
      {onAdd ? (
        <div>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={onAdd}>
            Add
          </Button>
        </div>
      ) : null}
    </Stack>
  );
}

function Remove({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove ${what}`} onClick={onClick}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}
