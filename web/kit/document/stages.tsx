import { ToneBadge } from "../components/status-badge.tsx";
import classes from "./document.module.css";
import type { StageState } from "./stage-words.ts";

/** Who has decided and who decides now. */
export function Stages({ stages }: { stages: readonly StageState[] }) {
  if (stages.length === 0) return null;
  return (
    <ul className={classes["stages"]} aria-label="Decisions">
      {stages.map(({ who, tone, word }) => (
        <li key={who}>
          {who} <ToneBadge tone={tone}>{word}</ToneBadge>
        </li>
      ))}
    </ul>
  );
}
