export { changeEmail, resend, verify } from "./email.ts";
export { addPasskey, passkeyRegistration, passkeys, removePasskey, renamePasskey } from "./passkeys.ts";
export { change, checkPassword, forgot, reset } from "./password.ts";
export { me, security, update } from "./profile.ts";
export { reauth, reauthOptions } from "./reauth.ts";
export { forgetDevices, revoke, revokeOthers, sessions } from "./sessions.ts";
export { confirmTotp, disableTotp, renewRecoveryCodes, setupTotp } from "./totp.ts";
