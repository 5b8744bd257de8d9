"use client";

import { ReturnPage } from "#kit/channels/return-page.tsx";
import { door } from "../shell/door.ts";

/** Where providers send people of clients back. */
export function ChannelReturnPage() {
  return <ReturnPage door={door} channelsHref={() => "/channels"} />;
}
