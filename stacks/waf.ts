import { policy } from "./current.ts";
import { gateway } from "./gateway.ts";

const visible = (metricName: string) => ({ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });

/** The gateway's address is not behind the router: it has the same limit per address of its own. */
if (gateway) {
  const acl = new aws.wafv2.WebAcl("GatewayLimits", {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: [
      {
        name: "requests-per-address",
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: policy.requestsPerAddress, aggregateKeyType: "IP" } },
        visibilityConfig: visible("gateway-requests-per-address"),
      },
    ],
    visibilityConfig: visible("gateway"),
  });
  new aws.wafv2.WebAclAssociation("GatewayLimitsOn", {
    resourceArn: gateway.nodes.loadBalancer.arn,
    webAclArn: acl.arn,
  });
}
