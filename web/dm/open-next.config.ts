import { openNext } from "#kit/open-next.ts";

export default openNext("dm");
