import { portals } from "../schema/portals.ts";
import { surfaces } from "../schema/surfaces.ts";
import { hosts, policy, settings } from "./current.ts";
import { edgeCode } from "./edge.ts";

const { live: _own, ...served } = hosts;

/**
 * The one front door: portals and documentation by host, the API by prefix, with a limit per address before anything else. It
 * signs every request to a function, so that none can be called around it.
 */
export const router = new sst.aws.Router("Router", {
  domain: { name: settings.domain, aliases: Object.values(served) },
  protection: "oac-with-edge-signing",
  waf: {
    rateLimitPerIp: policy.requestsPerAddress,
    managedRules: { coreRuleSet: true, knownBadInputs: true, sqlInjection: false },
  },
  edge: {
    viewerRequest: {
      injection: edgeCode({
        domain: settings.domain,
        portals,
        prefixes: Object.values(surfaces).map(({ prefix }) => prefix),
      }),
    },
  },
});
