import { ChannelReturnPage } from "../../../features/channels/channel-return-page.tsx";

export default function Page() {
  return <ChannelReturnPage />;
}
