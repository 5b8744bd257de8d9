"use client";

import type { Delivery, Notification } from "#schema/notification.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/notifications";

export function useUnreadCount() {
  return useApi<{ count: number }>(`${path}/unread-count`);
}

/** Newest first; `limit` rows at a time. */
export function useNotifications(unreadOnly = false, limit = 25) {
  return useList<Notification>(path, { unread: unreadOnly ? true : undefined }, limit);
}

/** What was sent to the person, where and why. */
export function useDeliveries() {
  return useList<Delivery>("/tenant/v1/notification-deliveries");
}

/** Marks some or all as read. */
export function useMarkRead() {
  return useAction<{ ids: string[] } | { all: true }, void>(
    (input, idempotencyKey) => api.post(`${path}/read`, input, { idempotencyKey }),
    { invalidates: [path] },
  );
}
