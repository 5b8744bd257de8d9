import { ofType } from "../synth/graph.ts";
import { type Promised, unless } from "./promise.ts";

export const stagePromises: Promised[] = [
  {
    says: "production can neither be removed nor lose its data, and outlives a zone",
    of: ["production"],
    broken: (graph) => {
      const database = ofType(graph, "aws:rds/instance:Instance")[0];
      const redis = ofType(graph, "aws:elasticache/replicationGroup:ReplicationGroup")[0]?.inputs ?? {};
      const ours = ofType(graph, "aws:s3/bucket:Bucket").filter(({ name }) => /^(Files|Legal)Bucket$/.test(name));
      return [
        ...unless(graph.app.protect === true, "it can be removed"),
        ...unless(graph.app.removal === "retain", `what is taken out of the stacks is ${graph.app.removal}d`),
        ...unless(database?.inputs["deletionProtection"] === true, "the database can be deleted"),
        ...unless(database?.inputs["skipFinalSnapshot"] === false, "the database would leave no copy"),
        ...unless(database?.retainOnDelete === true, "the database goes with its stack"),
        ...unless(database?.inputs["multiAz"] === true, "the database is in one zone"),
        ...unless(
          redis["multiAzEnabled"] === true && redis["automaticFailoverEnabled"] === true,
          "Redis is in one zone",
        ),
        ...ours.flatMap(({ name, inputs, retainOnDelete }) =>
          unless(retainOnDelete && inputs["forceDestroy"] !== true, `${name} goes with its stack`),
        ),
        ...unless(ofType(graph, "aws:ec2/natGateway:NatGateway").length === 2, "the way out hangs on one zone"),
        ...unless(
          ofType(graph, "aws:backup/vaultLockConfiguration:VaultLockConfiguration").length === 1,
          "copies can be deleted",
        ),
      ];
    },
  },
  {
    says: "other stages go away whole, and cost no managed way out",
    of: ["personal", "staging"],
    broken: (graph) => [
      ...unless(graph.app.removal === "remove" && graph.app.protect === false, "it stays"),
      ...unless(
        ofType(graph, "aws:rds/instance:Instance")[0]?.inputs["deletionProtection"] !== true,
        "its database stays",
      ),
      ...unless(ofType(graph, "aws:ec2/natGateway:NatGateway").length === 0, "it pays for managed NAT"),
    ],
  },
];
