import { Blockquote } from "@mantine/core";

/** What somebody said stands as it was said. */
export function Voice({ value }: { value: unknown }) {
  const { quote, author } = value as { quote: string; author?: string };
  return (
    <Blockquote p="sm" cite={author}>
      {quote}
    </Blockquote>
  );
}
