"use client";

import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { setActiveTenant } from "../api/client.ts";
import { getActiveTenant } from "../api/tenant-store.ts";
import { useInvalidate } from "../api/use-invalidate.ts";
import { stale, useDoor } from "./queries.ts";

const news = "leadmetrics channels";
const clientKey = "leadmetrics connects for";
const size = "popup,width=620,height=720";

/**
 * Sends a person to a provider in a window of its own, or in this one where windows are blocked. The window is opened with the
 * click itself: a browser blocks one that comes later.
 */
export function useSignIn() {
  const opened = useRef<Window | null>(null);
  const door = useDoor(
    (url) => {
      if (opened.current && !opened.current.closed) opened.current.location.href = url;
      else window.location.assign(url);
    },
    () => opened.current?.close(),
  );
  return {
    isBusy: door.isPending,
    signIn(type: string, channelId?: string) {
      window.localStorage.setItem(clientKey, getActiveTenant() ?? "");
      opened.current = window.open("about:blank", "connect", size);
      door.mutate({ type, ...(channelId ? { channelId } : {}) });
    },
  };
}

/** The client for whom somebody was sent away; the Dashboard's session knows it by itself. */
export function resumeClient(): string | null {
  const tenantId = window.localStorage.getItem(clientKey) || null;
  setActiveTenant(tenantId);
  return tenantId;
}

/** Tells the portal's other windows that a channel is connected: they may belong to another group than this one. */
export function tellConnected(): void {
  const channel = new BroadcastChannel(news);
  channel.postMessage("connected");
  channel.close();
}

/** Reads channels anew when another window connected one. */
export function useChannelNews(): void {
  const invalidate = useInvalidate();
  useEffect(() => {
    const channel = new BroadcastChannel(news);
    channel.onmessage = () => {
      for (const path of stale) void invalidate(path);
      notifications.show({ message: "The channel is connected.", color: "green", autoClose: 5_000 });
    };
    return () => channel.close();
  }, [invalidate]);
}
