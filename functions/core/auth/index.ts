export { loginConfirm, loginRecovery, loginSetup, loginTotp } from "./factor.ts";
export { login, provePassword } from "./login.ts";
export { loginPasskey, passkeyOptions } from "./passkey.ts";
export { logout, refresh, select, tenants } from "./session.ts";
export { requestUnlock, unlock } from "./unlock.ts";
