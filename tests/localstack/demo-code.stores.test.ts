import { spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { totp } from "#localstack/totp.ts";
import { freshPerson, guardedPerson, signedIn } from "#tests/support/account.ts";
import { closeStores } from "#tests/support/close.ts";

afterAll(closeStores);

const codeFor = (email: string) =>
  spawnSync(process.execPath, ["localstack/demo-code.ts", email], { encoding: "utf8", env: { ...process.env } });

test("the command is the demo's authenticator app: it shows the code of whoever has set one up, or is about to", async () => {
  const { person, secret } = await guardedPerson();
  const beginner = await freshPerson();
  const tab = await signedIn(beginner);
  const begun = await tab.call<{ secret: string }>("POST", "/auth/v1/totp/setup");
  for (const [email, key] of [
    [person.email, secret],
    [beginner.email, begun.body.secret],
  ] as const) {
    const before = totp(key);
    const { status, stdout } = codeFor(email);
    expect([before, totp(key)]).toContain(stdout.split(" ")[0]);
    expect(status).toBe(0);
  }
});

test("without a second factor it says what to do first", async () => {
  const { email } = await freshPerson();
  const { status, stderr } = codeFor(email);
  expect(stderr).toContain(`${email} has no second factor yet. Sign in with the password`);
  expect(status).toBe(1);
});
