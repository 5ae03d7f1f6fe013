create function audit_entry_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$$;
--> statement-breakpoint
create trigger audit_entry_final before update or delete or truncate on audit_entry
  for each statement execute function audit_entry_is_final();
