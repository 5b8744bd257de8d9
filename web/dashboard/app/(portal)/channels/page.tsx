import { ChannelsPage } from "#kit/channels/channels-page.tsx";

export default function Page() {
  return <ChannelsPage />;
}
