-- Work of people in a plan and in a month, and work that a campaign has ordered.

alter table deliverable_templates
  add column notes text,
  add column assignee_role text,
  add column assignee_user_id text;

alter table activities add column campaign_id text;

alter table activity_templates alter column agent drop not null;
comment on column activity_templates.agent is 'null for work that people do';

alter table deliverable_templates
  add constraint deliverable_templates_notes_bound check (length(notes) <= 2000) not valid,
  add constraint deliverable_templates_assignee_role_check check (assignee_role in ('DL', 'DM', 'TA', 'CA', 'TM')) not valid,
  add constraint deliverable_templates_assignee_user_id_fkey foreign key (assignee_user_id) references users (id) not valid;
alter table activities
  add constraint activities_campaign_id_fkey foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id) not valid;

comment on column deliverable_templates.assignee_role is 'whose work it is where nobody is named: DL and DM of the agency, TA, CA and TM of the client';
comment on column activities.campaign_id is 'the campaign that ordered it';
