const base = "/api";
let running: Promise<boolean> | null = null;

async function renew(): Promise<boolean> {
  try {
    const answer = await fetch(`${base}/auth/v1/refresh`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      credentials: "same-origin",
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Buys a new access token; calls at the same moment share one request. True when the session still lives. */
export function refreshSession(): Promise<boolean> {
  running ??= renew().finally(() => {
    running = null;
  });
  return running;
}

/** Leaves for the sign-in page and comes back to the present address afterwards. */
export function goToLogin(): void {
  if (typeof window === "undefined" || window.location.pathname === "/login") return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(here === "/" ? "/login" : `/login?next=${encodeURIComponent(here)}`);
}
