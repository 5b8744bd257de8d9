"use client";

import { Button, Loader, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "#kit/api/client.ts";
import { asApiError } from "#kit/api/error.ts";
import { apiKey } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { Brand } from "#kit/shell/brand.tsx";
import type { Unsubscription } from "#schema/newsletter.ts";

const pathOf = (token: string): string => `/client/v1/unsubscribe/${encodeURIComponent(token)}`;

/** Where the reader of a newsletter ends it, without an account. */
export function UnsubscribePage({ token }: { token: string }) {
  const path = pathOf(token);
  const found = useQuery({
    queryKey: apiKey(path),
    queryFn: () => api.get<Unsubscription>(path, {}, { isOpen: true }),
    retry: false,
  });
  const end = useAction<void, Unsubscription>(
    (_, idempotencyKey) => api.post(path, undefined, { idempotencyKey, isOpen: true }),
    { invalidates: [path] },
  );
  const way = end.data ?? found.data;
  return (
    <Stack component="main" align="center" p="xl" gap="md" aria-busy={found.isPending}>
      <title>Newsletter · Leadmetrics</title>
      <Brand />
      <Title order={1} size="h3">
        {way?.isUnsubscribed ? "You get no more of it" : "Mail to you"}
      </Title>
      {found.isPending ? <Loader aria-label="Opening the page" /> : null}
      {found.error ? <Text>{asApiError(found.error).message}</Text> : null}
      {way ? (
        <Text ta="center">
          {way.isUnsubscribed
            ? `${way.from} sends nothing to ${way.address} any more.`
            : `${way.from} writes to ${way.address}.`}
        </Text>
      ) : null}
      {way && !way.isUnsubscribed ? (
        <Button loading={end.isPending} onClick={() => end.mutate()}>
          Unsubscribe
        </Button>
      ) : null}
    </Stack>
  );
}
