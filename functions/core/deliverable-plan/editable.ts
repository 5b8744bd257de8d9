/** Whether people may change a version: it waits for its approval, is in force, or its planner gave up and left it to them. */
export function isEditable({ status, details }: { status: string; details: unknown }): boolean {
  if (status === "draft") return (details as { isLeft?: boolean }).isLeft === true;
  return status === "pending_review" || status === "approved";
}
