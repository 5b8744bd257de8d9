import { Text } from "@mantine/core";

interface TwoLinesProps {
  first: string;
  /** What tells it from others of the name, e.g. an address; left out when there is none. */
  second: string | null;
}

/** A name and, smaller below it, what it goes with; the first cell of a table. */
export function TwoLines({ first, second }: TwoLinesProps) {
  if (second === null) return first;
  return (
    <>
      {first}{" "}
      <Text span display="block" size="xs" c="dimmed" fw={400} style={{ overflowWrap: "anywhere" }}>
        {second}
      </Text>
    </>
  );
}
