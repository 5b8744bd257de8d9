import { metrics } from "../schema/metrics.ts";
import { asService, container } from "./container.ts";
import { hosts, policy } from "./current.ts";
import { afterRelease } from "./release.ts";
import { scaleBy } from "./scaling.ts";

const { min, max, ...size } = policy.gateway;
const port = 3005;
const connectionsPerTask = 5_000;

/** Live events over Socket.IO, with an address of its own: connections stay open for hours, which the router does not bear. */
export const gateway = $dev ? undefined : service();

function service(): sst.aws.Service {
  const shared = container("Gateway", "live");
  const made = new sst.aws.Service("Gateway", {
    ...shared,
    ...size,
    scaling: { min, max, memoryUtilization: 70, cpuUtilization: 70, scaleInCooldown: "10 minutes" },
    loadBalancer: {
      domain: hosts.live,
      rules: [
        { listen: "80/http", redirect: "443/https" },
        { listen: "443/https", forward: `${port}/http` },
      ],
      health: { [`${port}/http`]: { path: "/healthz", interval: "15 seconds" } },
    },
    wait: policy.kind !== "personal",
    transform: {
      ...shared.transform,
      // Long polling comes back to the same task until it is a socket.
      target: (args) => {
        args.stickiness = { enabled: true, type: "lb_cookie", cookieDuration: 86_400 };
        args.deregistrationDelay = 90;
      },
      loadBalancer: (args) => {
        args.idleTimeout = 120;
        args.dropInvalidHeaderFields = true;
      },
      taskDefinition: asService,
      service: afterRelease,
    },
  });
  if (max > min) scaleBy(made, "Gateway", metrics.Connections, "Connections", connectionsPerTask);
  return made;
}
