import { ChannelsBoard } from "#kit/channels/channels-board.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";

/** A client's channels: how they are, and what can be connected. */
export function ChannelsPage() {
  return (
    <>
      <PageHeader title="Channels" lead="Where posts go out, and where results are read." />
      <Panel>
        <ChannelsBoard />
      </Panel>
    </>
  );
}
