/** The stage without AWS: every tab of `sst dev` is a command of the local cloud. */
const tab = (title: string, command: string, autostart = false) =>
  new sst.x.DevCommand(title, { dev: { title, command, autostart } });

tab("Cloud", "npm run dev", true);
tab("Demo", "npm run demo");
tab("Tests", "npm test");
tab("Verify", "npm run verify");
tab("Audit", "npm run audit:verify");
tab("Stop", "npm run stop");

export {};
