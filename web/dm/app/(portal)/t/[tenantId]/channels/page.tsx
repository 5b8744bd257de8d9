import { ChannelsPage } from "#kit/channels/channels-page.tsx";

export default function ChannelsRoute() {
  return <ChannelsPage />;
}
