import { ChannelsPage } from "../../../../../features/channels/channels-page.tsx";

export default function ChannelsRoute() {
  return <ChannelsPage />;
}
