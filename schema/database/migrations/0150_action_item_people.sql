-- One-time work of people has somebody who does it.

alter table action_items add column assignee_user_id text;
alter table action_items add constraint action_items_assignee_user_id_fkey
  foreign key (assignee_user_id) references users (id) not valid;
