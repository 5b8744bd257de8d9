"use client";

import { Chip, Group, Input, MultiSelect, SegmentedControl, Stack, TagsInput, Textarea } from "@mantine/core";
import { words } from "#kit/components/format.ts";
import { ReadingLevel } from "#schema/brand.ts";
import { SampleTexts } from "./sample-texts.tsx";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";
import { stepOf, useWizardBoard } from "./wizard-context.tsx";

const tones = [
  ...["warm", "plain", "confident", "expert", "playful", "calm"],
  ...["direct", "inspiring", "formal", "witty", "caring", "bold"],
];
const languages = [
  ...[
    ["en", "English"],
    ["de", "German"],
    ["fr", "French"],
    ["es", "Spanish"],
    ["pt", "Portuguese"],
  ],
  ...[
    ["it", "Italian"],
    ["nl", "Dutch"],
    ["pl", "Polish"],
    ["hi", "Hindi"],
    ["ar", "Arabic"],
    ["ja", "Japanese"],
  ],
].map(([value = "", label = ""]) => ({ value, label }));

interface Values extends Record<string, unknown> {
  tone: string[];
  personality: string;
  style: string;
  dos: string[];
  donts: string[];
  bannedWords: string[];
  languages: string[];
  sampleTexts: string[];
  readingLevel: string;
}

const empty: Values = {
  ...{ tone: [], personality: "", style: "", dos: [], donts: [], bannedWords: [], languages: ["en"] },
  ...{ sampleTexts: [], readingLevel: "general" },
};

/** How the company sounds. */
export function BrandVoiceStep() {
  const { wizard } = useWizardBoard();
  const stored = stepOf(wizard, "brand_voice").data as Partial<Values>;
  const { form, submit, problem, isBusy, isDraft } = useStepForm<Values>(
    "brand_voice",
    { ...empty, ...stored },
    (values) => ({ ...values, sampleTexts: values.sampleTexts.filter((text) => text.trim() !== "") }),
    {
      tone: (tone) => (tone.length === 0 ? "Choose at least one." : tone.length > 5 ? "Choose five at most." : null),
      languages: (chosen) => (chosen.length === 0 ? "Choose at least one." : null),
    },
  );
  const { tone } = form.values;
  return (
    <StepFrame step="brand_voice" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem} isDraft={isDraft}>
      <Input.Wrapper
        label="Tone"
        description="One to five"
        labelElement="div"
        error={form.errors["tone"]}
        role="group"
        aria-label="Tone"
      >
        <Chip.Group multiple value={tone} onChange={(value) => form.setFieldValue("tone", value)}>
          <Group gap={6} mt={6}>
            {[...new Set([...tones, ...tone])].map((word) => (
              <Chip key={word} value={word} size="sm" disabled={tone.length >= 5 && !tone.includes(word)}>
                {words(word)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Textarea
        label="Personality"
        description="If the company were a person"
        autosize
        minRows={2}
        maxLength={1_000}
        {...form.getInputProps("personality")}
      />
      <Textarea
        label="Style rules"
        placeholder="Short sentences. Address the reader as you. British spelling."
        autosize
        minRows={3}
        maxLength={2_000}
        {...form.getInputProps("style")}
      />
      <Tags label="Always" hint="Words and habits that belong to you" max={50} {...form.getInputProps("dos")} />
      <Tags label="Rather not" hint="What does not sound like you" max={50} {...form.getInputProps("donts")} />
      <Tags
        label="Banned words"
        hint="No text that contains one of them is shown to you"
        max={200}
        {...form.getInputProps("bannedWords")}
      />
      <MultiSelect
        label="Languages"
        data={[...languages, ...form.values.languages.filter((code) => !languages.some(({ value }) => value === code))]}
        maxValues={5}
        searchable
        {...form.getInputProps("languages")}
      />
      <Stack gap={6}>
        <Input.Label component="div">Reading level</Input.Label>
        <SegmentedControl
          aria-label="Reading level"
          data={ReadingLevel.options.map((value) => ({ value, label: words(value) }))}
          {...form.getInputProps("readingLevel")}
        />
      </Stack>
      <SampleTexts texts={form.values.sampleTexts} onChange={(texts) => form.setFieldValue("sampleTexts", texts)} />
    </StepFrame>
  );
}

interface TagsProps {
  label: string;
  hint: string;
  max: number;
  value?: string[];
  onChange?: (value: string[]) => void;
  error?: string;
}

function Tags({ label, hint, max, ...input }: TagsProps) {
  return (
    <TagsInput
      label={label}
      description={`${hint}. Enter adds one.`}
      maxTags={max}
      splitChars={[",", ";"]}
      {...input}
    />
  );
}
