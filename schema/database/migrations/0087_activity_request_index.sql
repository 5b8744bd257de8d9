-- contract: nothing reads requests out of the input any more.
drop index activities_tenant_id_expr_idx;
