import { symmetricDecrypt } from "better-auth/crypto";
import { config } from "#platform/config.ts";
import { asPlatform, close } from "#platform/db.ts";
import { explain } from "./explain.ts";
import { fail, line } from "./terminal.ts";
import { codeOf, secondsLeft } from "./totp.ts";

// The demo's authenticator app: reads what the sign-in page has just set up, or what guards the account since.
const [email = "maya@northlight.test"] = process.argv.slice(2);
try {
  const factor = await asPlatform((tx) =>
    tx
      .selectFrom("totpFactors as f")
      .innerJoin("users as u", "u.id", "f.userId")
      .select("f.secretCipher")
      .where("u.email", "=", email)
      .executeTakeFirst(),
  );
  if (!factor)
    throw new Error(
      `${email} has no second factor yet. Sign in with the password; the next page begins to set one up.`,
    );
  const secret = await symmetricDecrypt({ key: config("AUTH_SECRET"), data: factor.secretCipher });
  line(`${codeOf(Buffer.from(secret))}  for ${email}, good for ${secondsLeft()} seconds more, once`);
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
}
