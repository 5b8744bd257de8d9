import { deployedFunctions } from "../schema/functions.ts";
import { schedules } from "../schema/schedules.ts";
import { awsCron } from "./cron.ts";
import { lambdaArgs, resourceName } from "./lambda.ts";

/** A function for each schedule, in the schedule's time zone, one at a time. In `sst dev` the local cloud's own clock does their work. */
export const clocks = deployedFunctions().flatMap((fn) => {
  if (fn.trigger !== "clock") return [];
  const { cron, timezone } = schedules[fn.schedule];
  const waked = new sst.aws.Function(resourceName(fn.name), {
    ...lambdaArgs(fn),
    concurrency: { reserved: fn.concurrency },
    retries: 0,
  });
  new sst.aws.CronV2(`${resourceName(fn.name)}Schedule`, {
    schedule: `cron(${awsCron(cron)})`,
    timezone,
    function: waked.arn,
    event: { source: "aws.scheduler", schedule: fn.schedule },
    enabled: !$dev,
    retries: 0,
  });
  return [{ name: fn.name, function: waked }];
});
