"use client";

import { ReturnPage } from "#kit/channels/return-page.tsx";
import { door } from "../shell/door.ts";

/** Where providers send people of the agency back. */
export function ChannelReturnPage() {
  return <ReturnPage door={door} channelsHref={(tenantId) => (tenantId ? `/t/${tenantId}/channels` : "/")} />;
}
