import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, requireKey, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { simulate, textIn } from "./simulate.ts";

interface Flow {
  id: string;
  template: string;
  mobiles: string[];
}

/** Flows (template messages) and one-time passwords of MSG91, below `/msg91/api/v5`. The password that is sent is always 1234. */
export function msg91Simulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const flows = openShelf<Flow>(dataDir, "msg91-flows");
  const waiting = new Set<string>();
  const authkey = (c: Context<SimulatorEnv>) => c.req.header("authkey") ?? c.req.query("authkey");
  return simulate(control, { provider: "msg91", errorBody: msg91Error }, (app) => {
    app.use(requireKey(authkey, "Authentication failure", { code: "201" }));
    app.post("/api/v5/flow", (c) => {
      const { fields, refuse } = c.var;
      const template = textIn(fields, "template_id") || textIn(fields, "flow_id");
      if (template === "") return refuse(400, "template id missing", { code: "211" });
      const recipients = (Array.isArray(fields["recipients"]) ? fields["recipients"] : []) as { mobiles?: unknown }[];
      const mobiles = recipients.map((one) => String(one.mobiles ?? ""));
      if (mobiles.length === 0 || !mobiles.every((mobile) => /^[1-9]\d{7,14}$/.test(mobile))) {
        return refuse(400, "Please provide valid mobile number", { code: "202" });
      }
      const id = randomBytes(12).toString("hex");
      flows.put({ id, template, mobiles });
      return c.json({ message: id, type: "success" });
    });
    app.post("/api/v5/otp", (c) => {
      const mobile = textIn(c.var.fields, "mobile") || (c.req.query("mobile") ?? "");
      if (!/^[1-9]\d{7,14}$/.test(mobile))
        return c.var.refuse(400, "Please provide valid mobile number", { code: "202" });
      waiting.add(mobile);
      return c.json({ type: "success", request_id: randomBytes(12).toString("hex") });
    });
    app.get("/api/v5/otp/verify", (c) => {
      const [mobile, otp] = [c.req.query("mobile") ?? "", c.req.query("otp")];
      if (!waiting.has(mobile)) return c.json({ message: "Mobile no. not found", type: "error" });
      if (otp !== "1234") return c.json({ message: "OTP not match", type: "error" });
      waiting.delete(mobile);
      return c.json({ message: "OTP verified success", type: "success" });
    });
    app.get("/api/v5/report/logs/p/sms", (c) => {
      const found = flows
        .list()
        .flatMap(({ id, mobiles }) => mobiles.map((telNum) => ({ requestId: id, telNum, status: "Delivered" })));
      return c.json({ status: "success", data: found, hasError: false, errors: null });
    });
  });
}

const msg91Error: ErrorBody = (_status, message, { code } = {}) => ({
  message,
  type: "error",
  ...(code === undefined ? {} : { code }),
});
