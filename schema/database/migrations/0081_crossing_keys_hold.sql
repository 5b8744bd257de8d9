select validate_constraints();
