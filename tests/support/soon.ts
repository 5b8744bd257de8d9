/** How long `vi.waitFor` waits for what comes by itself; its own second is too short on a busy machine. */
export const soon = { timeout: 15_000, interval: 20 };
