/** Text in which `<mark>…</mark>` is the only markup that counts; everything else stays text. */
export function Marked({ children }: { children: string }) {
  const pieces = children.split(/<mark>(.*?)<\/mark>/gs);
  return pieces.map((piece, index) =>
    index % 2 === 1 ? <mark key={index}>{piece}</mark> : <span key={index}>{piece}</span>,
  );
}
