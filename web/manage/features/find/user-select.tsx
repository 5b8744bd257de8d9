"use client";

import type { UserRow } from "#schema/user.ts";
import { usersPath } from "../users/queries.ts";
import { fullName } from "../users/user-words.ts";
import { FindSelect } from "./find-select.tsx";

interface UserSelectProps {
  value: string | null;
  onChange: (userId: string | null) => void;
}

/** Chooses a person who did something. */
export function UserSelect(props: UserSelectProps) {
  return (
    <FindSelect<UserRow>
      path={usersPath}
      choiceOf={(user) => ({ value: user.id, label: fullName(user) })}
      label="Who"
      placeholder="Anybody"
      {...props}
    />
  );
}
