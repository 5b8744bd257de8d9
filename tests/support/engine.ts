import { startDispatcher } from "#functions/dispatcher/index.ts";
import { closeConnections } from "#functions/dispatcher/invoke.ts";
import { inlineFunctions } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";

/** Works the queues in this process: functions behind the Invoke API, dispatcher and relay. Clocks stand still. */
export async function startEngine(): Promise<{ stop(): Promise<void> }> {
  const invoke = await startInvoke(Number(process.env["INVOKE_PORT"]), inlineFunctions());
  const dispatcher = await startDispatcher();
  return {
    async stop() {
      await dispatcher.stop();
      closeConnections();
      await invoke.stop();
    },
  };
}
