import { Card, Group, SimpleGrid, Skeleton, Stack } from "@mantine/core";

/** Rows of a table about to come. */
export function TableSkeleton({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <Stack gap={0} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <Group key={row} px="md" py="sm" gap="xl" wrap="nowrap" h={49}>
          <Skeleton h={14} w={`${34 + ((row * 17) % 30)}%`} />
          <Skeleton h={14} w="12%" />
          <Skeleton h={14} w="10%" />
        </Group>
      ))}
    </Stack>
  );
}

/** Cards with a figure each. */
export function CardsSkeleton({ cards = 4 }: { cards?: number }) {
  return (
    <SimpleGrid cols={{ base: 2, md: cards }} role="status" aria-label="Loading">
      {Array.from({ length: cards }, (_, card) => (
        <Card key={card} h={104}>
          <Skeleton h={12} w="50%" mb="sm" />
          <Skeleton h={26} w="30%" />
        </Card>
      ))}
    </SimpleGrid>
  );
}

/** Paragraphs about to come. */
export function TextSkeleton({ lines = 5 }: { lines?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} h={14} w={line === lines - 1 ? "60%" : "100%"} />
      ))}
    </Stack>
  );
}
