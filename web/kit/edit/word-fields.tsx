"use client";
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { graphemesOf } from "#schema/text.ts";
import { words } from "../components/format.ts";
import { CountedField } from "./counted-field.tsx";
import classes from "./edit-form.module.css";
import { placeName, wordsFor } from "./field-words.ts";
import { blankOf, type Shape } from "./shape.ts";
import { TagField } from "./tag-field.tsx";
import { Voice } from "./voice.tsx";

/** From how many characters on a text has more than one line. */
const longFrom = 120;

interface Fields {
  /** Problems by place. */
  problems: Readonly<Record<string, string>>;
  /** Characters of a place as whoever takes the text counts them, where that is another number. */
  lengths?: Readonly<Record<string, number>>;
}

interface Props extends Fields {
  shape: Shape;
  /** Where it stands, e.g. `sections.0`; empty for the whole. */
  place: string;
  value: unknown;
  isOptional?: boolean;
  onChange(value: unknown): void;
}

/** The fields of a shape, each with its bounds. */
export function WordFields(props: Props) {
  const { shape, place, value } = props;
  if (shape.properties) return <Parts {...props} value={(value ?? {}) as Record<string, unknown>} />;
  if (shape.items) return <Entries {...props} value={(value ?? []) as unknown[]} />;
  if (shape.enum || shape.anyOf) return <Choice {...props} />;
  return <Line {...props} key={place} />;
}

function Line({ shape, place, value, isOptional, problems, lengths, onChange }: Props) {
  const { label: own, hint, isEntry } = wordsFor(place);
  const label = isEntry ? placeName(place.replace(/\.\w+$/, "")) : /\.\d+$/.test(place) ? placeName(place) : own;
  const text = typeof value === "string" ? value : "";
  const say = (next: string) => onChange(isOptional && next === "" ? undefined : next);
  const max = shape.maxLength;
  if (max === undefined)
    return (
      <TextInput
        label={label}
        description={hint}
        value={text}
        error={problems[place]}
        onChange={(event) => say(event.currentTarget.value)}
      />
    );
  return (
    <CountedField
      label={label}
      value={text}
      limit={{ min: isOptional && text === "" ? 0 : (shape.minLength ?? 0), max }}
      error={problems[place]}
      hint={hint}
      isLong={max > longFrom}
      length={lengths?.[place] ?? graphemesOf(text.trim())}
      onChange={say}
    />
  );
}

function Choice({ shape, place, value, problems, onChange }: Props) {
  const { label } = wordsFor(place);
  const choices = shape.enum ?? shape.anyOf?.map((one) => one.const) ?? [];
  const isFree = !shape.enum;
  return (
    <Select
      label={label}
      w={isFree ? 130 : undefined}
      placeholder={isFree ? "Any" : undefined}
      clearable={isFree}
      allowDeselect={isFree}
      error={problems[place]}
      data={choices.map((one) => ({ value: String(one), label: words(String(one)) }))}
      value={value === undefined ? null : String(value)}
      onChange={(next) => onChange(next === null ? undefined : choices.find((one) => String(one) === next))}
    />
  );
}

function Parts({ shape, place, value, onChange, ...rest }: Props & { value: Record<string, unknown> }) {
  const fields = Object.entries(shape.properties ?? {}).map(([name, part]) => {
    const at = place === "" ? name : `${place}.${name}`;
    const isOptional = !shape.required?.includes(name);
    const change = (next: unknown) => {
      const { [name]: _, ...others } = value;
      onChange(next === undefined ? others : { ...value, [name]: next });
    };
    if (isOptional && part.properties)
      return <MayBe key={name} {...rest} shape={part} place={at} value={value[name]} onChange={change} />;
    return (
      <WordFields
        key={name}
        {...rest}
        shape={part}
        place={at}
        value={value[name]}
        isOptional={isOptional}
        onChange={change}
      />
    );
  });
  if (place === "") return fields;
  const isEntry = /\.\d+$/.test(place);
  // A line and its place stand side by side.
  if (isEntry && shape.properties?.["pin"])
    return (
      <Group gap="sm" align="flex-start" wrap="nowrap" className={classes["pinned"] ?? ""}>
        {fields}
      </Group>
    );
  if (isEntry)
    return (
      <Stack gap="md" role="group" aria-label={placeName(place)}>
        <Text size="xs" fw={600} c="dimmed" aria-hidden>
          {placeName(place)}
        </Text>
        {fields}
      </Stack>
    );
  return (
    <fieldset className={classes["fields"]}>
      <legend>{wordsFor(place).label}</legend>
      <Stack gap="md">{fields}</Stack>
    </fieldset>
  );
}

/** A group of fields that may be missing as a whole. */
function MayBe(props: Props) {
  const { label } = wordsFor(props.place);
  if (props.value === undefined)
    return (
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => props.onChange(blankOf(props.shape))}
        >
          {label}
        </Button>
      </div>
    );
  return (
    <Stack gap="xs">
      <WordFields {...props} />
      <div>
        <Button size="compact-sm" variant="default" onClick={() => props.onChange(undefined)}>
          Without {label.toLowerCase()}
        </Button>
      </div>
    </Stack>
  );
}

function Entries({ shape, place, value, problems, onChange, ...rest }: Props & { value: unknown[] }) {
  const { label, hint, one = label, isFixed } = wordsFor(place);
  const item = shape.items ?? {};
  const [least, most] = [shape.minItems ?? 0, shape.maxItems ?? Number.POSITIVE_INFINITY];
  if (item.type === "string" && item.maxLength === undefined)
    return (
      <TagField
        label={label}
        hint={hint}
        place={place}
        max={most}
        problems={problems}
        value={value}
        onChange={onChange}
      />
    );
  const set = (at: number, next: unknown) => onChange(value.map((entry, index) => (index === at ? next : entry)));
  return (
    <fieldset className={classes["fields"]}>
      <legend>{label}</legend>
      <Stack gap="lg">
        {problems[place] ? (
          <Text size="sm" c="red">
            {problems[place]}
          </Text>
        ) : null}
        {value.length === 0 ? (
          <Text size="sm" c="dimmed">
            None
          </Text>
        ) : null}
        {value.map((entry, at) => (
          <div key={`${place}.${String(at)}`} className={classes["entry"]}>
            <div className={classes["words"]}>
              {isFixed ? (
                <Voice value={entry} />
              ) : (
                <WordFields
                  {...rest}
                  problems={problems}
                  shape={item}
                  place={`${place}.${at}`}
                  value={entry}
                  onChange={(next) => set(at, next)}
                />
              )}
            </div>
            <Group gap={4} wrap="nowrap" className={classes["tools"] ?? ""}>
              <ActionIcon
                variant="default"
                aria-label={`${one} ${at + 1} further up`}
                disabled={at === 0}
                onClick={() => onChange([...value.slice(0, at - 1), entry, value[at - 1], ...value.slice(at + 1)])}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              {least < most ? (
                <ActionIcon
                  variant="default"
                  aria-label={`Take out ${one.toLowerCase()} ${at + 1}`}
                  disabled={value.length <= least}
                  onClick={() => onChange(value.filter((_, index) => index !== at))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              ) : null}
            </Group>
          </div>
        ))}
        {value.length < most && !isFixed ? (
          <div>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => onChange([...value, blankOf(item)])}
            >
              {one}
            </Button>
          </div>
        ) : null}
      </Stack>
    </fieldset>
  );
}
