import { Code, Stack, Text } from "@mantine/core";
import { words } from "#kit/components/format.ts";

const style = { whiteSpace: "pre-wrap", overflowWrap: "anywhere" } as const;

/** What a step kept: its parts by name, texts as they are, everything else as JSON. */
export function KeptText({ data }: { data: unknown }) {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return <Block value={data} />;
  const parts = Object.entries(data).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <Stack gap="sm">
      {parts.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed" mb={4}>
            {words(name)}
          </Text>
          <Block value={value} />
        </div>
      ))}
    </Stack>
  );
}

function Block({ value }: { value: unknown }) {
  return (
    <Code block style={style}>
      {typeof value === "string" ? readable(value) : JSON.stringify(value, null, 2)}
    </Code>
  );
}

/** A model answers JSON on one line; people read it in many. */
function readable(text: string): string {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
