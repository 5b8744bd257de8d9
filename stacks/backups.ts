import { files, legal } from "./buckets.ts";
import { policy } from "./current.ts";
import { postgres } from "./postgres.ts";
import { storeData } from "./store.ts";

/**
 * A copy a day of the database, the files and what the containers of stores hold, beside the database's own recovery to any second
 * of its retention. A vault takes no order to delete earlier.
 */
if (!$dev) {
  const { instance } = postgres.nodes;
  const vault = new aws.backup.Vault("Backups", {
    name: `${$app.name}-${$app.stage}`,
    forceDestroy: policy.removal === "remove",
  });
  if (policy.protect)
    new aws.backup.VaultLockConfiguration("BackupsLock", { backupVaultName: vault.name, minRetentionDays: 7 });
  const plan = new aws.backup.Plan("BackupPlan", {
    name: `${$app.name}-${$app.stage}`,
    rules: [
      {
        ruleName: "daily",
        targetVaultName: vault.name,
        schedule: "cron(0 2 * * ? *)",
        scheduleExpressionTimezone: "UTC",
        startWindow: 60,
        completionWindow: 360,
        lifecycle: { deleteAfter: policy.postgres.backupDays },
      },
    ],
  });
  const role = new aws.iam.Role("BackupRole", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "backup.amazonaws.com" }),
    managedPolicyArns: ["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"].map(
      (name) => `arn:aws:iam::aws:policy/service-role/${name}`,
    ),
  });
  new aws.backup.Selection("BackupSelection", {
    name: `${$app.name}-${$app.stage}`,
    planId: plan.id,
    iamRoleArn: role.arn,
    resources: [...(instance ? [instance.arn] : []), files.arn, legal.arn, ...storeData],
  });
}
