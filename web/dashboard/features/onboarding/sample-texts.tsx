import { Button, Input, Stack, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

const textsMax = 5;

/** Texts that sound like the company, up to five. */
export function SampleTexts({ texts, onChange }: { texts: readonly string[]; onChange: (texts: string[]) => void }) {
  return (
    <Stack gap="xs" role="group" aria-label="Sample texts">
      <div>
        <Input.Label component="div">Sample texts</Input.Label>
        <Input.Description>A paragraph or a page that sounds the way you want to sound</Input.Description>
      </div>
      {texts.map((text, index) => (
        <Textarea
          key={index}
          aria-label={`Sample text ${index + 1}`}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={5_000}
          value={text}
          onChange={(event) => onChange(texts.map((one, at) => (at === index ? event.currentTarget.value : one)))}
        />
      ))}
      {texts.length < textsMax ? (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...texts, ""])}
          >
            Add a text
          </Button>
        </div>
      ) : null}
    </Stack>
  );
}
