"use client";

import type { Channel } from "#schema/channel.ts";
import type {
  AccountOffers,
  ChannelTypes,
  ChooseAccount,
  ConnectWordpress,
  SignInResult,
  SignInReturn,
  Tested,
} from "#schema/connect.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";

const channels = "/tenant/v1/channels";
const types = "/tenant/v1/channel-types";
const connect = "/tenant/v1/channel-connect";
export const stale = [channels, types];

export function useChannels() {
  return useApi<{ items: Channel[] }>(channels);
}

/** What can be connected. */
export function useChannelTypes() {
  return useApi<ChannelTypes>(types);
}

/** A verb that a person gives a channel. */
export function useChannelVerb(channel: Channel, verb: "pause" | "resume" | "sync", success: string) {
  return useAction<void, unknown>(
    (_, idempotencyKey) => api.post(`${channels}/${channel.id}/${verb}`, {}, { idempotencyKey }),
    { invalidates: stale, success },
  );
}

export function useTest(channel: Channel, onTested: (tested: Tested) => void) {
  return useAction<void, Tested>(
    (_, idempotencyKey) => api.post(`${channels}/${channel.id}/test`, {}, { idempotencyKey }),
    { invalidates: stale, onSuccess: onTested },
  );
}

export function useDisconnect(channel: Channel, onDone: () => void) {
  return useAction<void, unknown>(() => api.delete(`${channels}/${channel.id}`), {
    invalidates: stale,
    success: `${channel.name} is disconnected.`,
    onSuccess: onDone,
  });
}

export function useConnectWordpress(onDone: () => void) {
  return useAction<ConnectWordpress, { id: string }>(
    (input, idempotencyKey) => api.post(`${channels}/wordpress`, input, { idempotencyKey }),
    { quiet: true, invalidates: stale, success: "The site is connected.", onSuccess: onDone },
  );
}

/** Where a person goes to let us in. */
export function useDoor(onOpen: (url: string) => void, onError: () => void) {
  return useAction<{ type: string; channelId?: string }, { url: string }>(
    ({ type, channelId }, idempotencyKey) =>
      api.post(`${connect}/${type}/connect`, channelId ? { channelId } : {}, { idempotencyKey }),
    { onSuccess: ({ url }) => onOpen(url), onError },
  );
}

/** Takes up what the provider sent the person back with. */
export function useReturn(onDone: (result: SignInResult) => void) {
  return useAction<SignInReturn, SignInResult>(
    (input, idempotencyKey) => api.post(`${connect}/callback`, input, { idempotencyKey }),
    { quiet: true, onSuccess: onDone },
  );
}

export function useOffers(choice: string) {
  return useApi<AccountOffers>(`${connect}/page/select`, { choice });
}

export function useChoose(onDone: (channelId: string) => void) {
  return useAction<ChooseAccount, { id: string }>(
    (input, idempotencyKey) => api.post(`${connect}/page/select`, input, { idempotencyKey }),
    { quiet: true, onSuccess: ({ id }) => onDone(id) },
  );
}
