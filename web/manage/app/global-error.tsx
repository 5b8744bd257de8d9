"use client";

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body
        style={{ fontFamily: "system-ui, sans-serif", padding: "4rem 1.5rem", maxWidth: "36rem", margin: "0 auto" }}
      >
        <title>Something broke · Manage</title>
        <h1>This page broke</h1>
        <p>Nothing was lost on the server. Load it again; if it stays broken, tell the operator.</p>
        <button type="button" onClick={reset}>
          Load again
        </button>
      </body>
    </html>
  );
}
