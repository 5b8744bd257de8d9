export { sendEmail } from "./email.ts";
export { deliveries, list, markRead, unreadCount } from "./read.ts";
export { route } from "./route.ts";
export { deliverWeb } from "./web.ts";
