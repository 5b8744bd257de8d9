import { policy } from "./current.ts";

/** Functions, containers and stores live in private subnets and reach the outside by NAT. In `sst dev` they run on the developer's machine. */
export const vpc = new sst.aws.Vpc("Network", {
  az: policy.zones,
  ...($dev ? {} : { nat: policy.nat, bastion: true }),
});

/** Where containers run; what is in it finds each other by name. Only load balancers have an address outside. */
export const cluster = new sst.aws.Cluster("Cluster", {
  vpc: {
    id: vpc.id,
    securityGroups: vpc.securityGroups,
    containerSubnets: vpc.privateSubnets,
    loadBalancerSubnets: vpc.publicSubnets,
    cloudmapNamespaceId: vpc.nodes.cloudmapNamespace.id,
    cloudmapNamespaceName: vpc.nodes.cloudmapNamespace.name,
  },
});
