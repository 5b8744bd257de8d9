import { ChannelsPage } from "../../../features/channels/channels-page.tsx";

export default function Page() {
  return <ChannelsPage />;
}
