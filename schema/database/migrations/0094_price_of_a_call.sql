-- Tools that are paid by the call have prices beside the models.
alter table model_prices
  drop constraint model_prices_unit_check,
  add constraint model_prices_unit_check check (unit in ('token', 'image', 'video_second', 'call')) not valid;
