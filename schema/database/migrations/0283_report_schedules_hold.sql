alter table reports validate constraint reports_schedule_fk;
