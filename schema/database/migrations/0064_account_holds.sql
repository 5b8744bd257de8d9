-- Holds the rows there are to the checks of people and their sessions.
select validate_constraints();
