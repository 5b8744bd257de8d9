"use client";

import { Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlugConnected } from "@tabler/icons-react";
import { SignInType } from "#schema/connect.ts";
import { useRights } from "../auth/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { TextSkeleton } from "../components/skeletons.tsx";
import { Catalogue } from "./catalogue.tsx";
import { ChannelRow } from "./channel-row.tsx";
import classes from "./channels.module.css";
import { useChannels, useChannelTypes } from "./queries.ts";
import { useChannelNews, useSignIn } from "./sign-in.ts";
import { WordpressDialog } from "./wordpress-dialog.tsx";

/** The channels of a client, and what can be connected beside them. */
export function ChannelsBoard() {
  const channels = useChannels();
  const types = useChannelTypes();
  const { can } = useRights();
  const { signIn, isBusy } = useSignIn();
  const [isWordpress, wordpress] = useDisclosure(false);
  useChannelNews();
  if (channels.isPending || types.isPending) return <TextSkeleton lines={8} />;
  if (!channels.data) return <ErrorBlock error={channels.error} onRetry={() => void channels.refetch()} />;
  if (!types.data) return <ErrorBlock error={types.error} onRetry={() => void types.refetch()} />;
  const { items, taken, room } = types.data;
  const mayConnect = can("channel.connect");
  const shown = channels.data.items.filter(({ status }) => status !== "disconnected");
  const nameOf = (type: string) => items.find((one) => one.type === type)?.name ?? words(type);
  const connect = (type: string, channelId?: string) =>
    type === "wordpress" ? wordpress.open() : signIn(type, channelId);
  return (
    <Stack gap="xl">
      {shown.length === 0 ? (
        <EmptyState
          compact
          icon={IconPlugConnected}
          title="Connect your first channel"
          text="Posts go out through channels, and results are read from them."
        />
      ) : (
        <ul className={classes["rows"]} aria-label="Connected channels">
          {shown.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              typeName={nameOf(channel.type)}
              mayConnect={mayConnect}
              onReconnect={
                channel.type === "wordpress" || SignInType.safeParse(channel.type).success
                  ? () => connect(channel.type, channel.id)
                  : null
              }
            />
          ))}
        </ul>
      )}
      <Stack gap="lg" component="section" aria-label="What can be connected">
        <Text size="sm" c="dimmed">
          {room === null ? `${taken} connected` : `${taken} of ${room} channels of the plan are connected`}
          {mayConnect ? "" : ". Admins of the workspace and the agency connect channels."}
        </Text>
        <Catalogue
          types={items}
          mayConnect={mayConnect}
          full={room !== null && taken >= room ? "No room in the plan" : null}
          isBusy={isBusy}
          onConnect={({ type }) => connect(type)}
        />
      </Stack>
      <WordpressDialog opened={isWordpress} onClose={wordpress.close} />
    </Stack>
  );
}
