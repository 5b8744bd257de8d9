import { type Metric, type MetricName, metricsNamespace } from "../schema/metrics.ts";

/** Adds tasks to a service while a metric of the product is above `target`, and takes them away again when it is far below. */
export function scaleBy(
  service: sst.aws.Service,
  owner: string,
  { statistic }: Metric,
  name: MetricName,
  target: number,
): void {
  const scaled = service.nodes.autoScalingTarget;
  new aws.appautoscaling.Policy(`${owner}By${name}`, {
    policyType: "TargetTrackingScaling",
    resourceId: scaled.resourceId,
    scalableDimension: scaled.scalableDimension,
    serviceNamespace: scaled.serviceNamespace,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: target,
      scaleInCooldown: 600,
      scaleOutCooldown: 60,
      customizedMetricSpecification: {
        namespace: metricsNamespace,
        metricName: name,
        statistic,
        dimensions: [{ name: "Stage", value: $app.stage }],
      },
    },
  });
}
