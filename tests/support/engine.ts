import { startDispatcher } from "#functions/dispatcher/index.ts";
import { closeConnections } from "#functions/dispatcher/invoke.ts";
import { startInvoke } from "#localstack/host/invoke.ts";

/** Works the queues in this process: functions behind the Invoke API, dispatcher and relay. Clocks stand still. */
export async function startEngine(): Promise<{ stop(): Promise<void> }> {
  const invoke = await startInvoke(Number(process.env["INVOKE_PORT"]));
  const dispatcher = await startDispatcher();
  return {
    async stop() {
      await dispatcher.stop();
      closeConnections();
      await invoke.stop();
    },
  };
}
