import { metrics } from "../schema/metrics.ts";
import { asService, container } from "./container.ts";
import { policy } from "./current.ts";
import { afterRelease } from "./release.ts";
import { scaleBy } from "./scaling.ts";
import { workers } from "./workers.ts";

const { min, max, ...size } = policy.dispatcher;

// A role bears ten thousand characters of policies inside it, which the names of all functions exceed.
const perPolicy = 40;
const invoke = Array.from({ length: Math.ceil(workers.length / perPolicy) }, (_, index) => {
  const resources = workers.slice(index * perPolicy, (index + 1) * perPolicy).map((each) => each.function.arn);
  return new aws.iam.Policy(`DispatcherInvoke${index}`, {
    policy: aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["lambda:InvokeFunction"], resources }] }).json,
  }).arn;
});

/** Turns jobs into invocations of exactly the workers' functions, and carries the outbox. Several share the work; one that stops hands its jobs back first. */
export const dispatcher = $dev ? undefined : service();

function service(): sst.aws.Service {
  const shared = container("Dispatcher", "dispatcher");
  const made = new sst.aws.Service("Dispatcher", {
    ...shared,
    ...size,
    scaling: { min, max, memoryUtilization: false, cpuUtilization: 70, scaleInCooldown: "10 minutes" },
    wait: policy.kind !== "personal",
    transform: {
      ...shared.transform,
      taskRole: (args) => {
        args.managedPolicyArns = invoke;
      },
      taskDefinition: asService,
      service: afterRelease,
    },
  });
  if (max > min) scaleBy(made, "Dispatcher", metrics.QueueLagMs, "QueueLagMs", 10_000);
  return made;
}
