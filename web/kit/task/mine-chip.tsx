import { Chip } from "@mantine/core";

/** Narrows work to the tasks of the person who looks. */
export function MineChip({ checked, onChange }: { checked: boolean; onChange: (mine: boolean) => void }) {
  return (
    <Chip size="xs" checked={checked} onChange={onChange}>
      My tasks
    </Chip>
  );
}
