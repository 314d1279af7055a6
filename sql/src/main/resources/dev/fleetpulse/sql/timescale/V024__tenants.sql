-- Each reader sees one tenant's rows, whatever it asks. fleetpulse_read has the views over all rows, for operators;
-- fleetpulse_tenant has the same views over the rows of the reader's tenant, made from those after every migration.
CREATE SCHEMA fleetpulse_tenant;

-- Whose rows a role sees that is bound to a tenant. Written by the migrator alone.
CREATE TABLE reader_tenants (
  role   name PRIMARY KEY,
  tenant text NOT NULL
);

-- Whose rows the reader sees; null, and so none, where nobody has said. The API says it in each transaction; every other
-- role is bound by its name, and what it sets makes no difference. By the role that logged in, because within this
-- function the current one is its owner. A definer's function, because no reader may see how others are bound.
CREATE FUNCTION fleetpulse_tenant.tenant() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT CASE session_user
    WHEN 'fleetpulse_api' THEN nullif(current_setting('fleetpulse.tenant', true), '')
    ELSE (SELECT bound.tenant FROM fleetpulse.reader_tenants AS bound WHERE bound.role = session_user)
  END;
END;

-- No reader is granted a table. Should one ever be, it sees its tenant's rows there, too. Hypertables can't have this:
-- policies do not reach their chunks.
DO $$
DECLARE
  table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY[
    'instances', 'error_groups', 'patterns', 'ledger_hourly', 'refusals_hourly', 'alerts', 'audit_log'] LOOP
    EXECUTE format('ALTER TABLE fleetpulse.%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE fleetpulse.%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY tenant_reads ON fleetpulse.%I FOR SELECT USING (tenant = (SELECT fleetpulse_tenant.tenant()))',
      table_name);
    EXECUTE format(
      'CREATE POLICY sink_writes ON fleetpulse.%I TO fleetpulse_sink USING (true) WITH CHECK (true)', table_name);
    -- The views read the tables as their owner.
    EXECUTE format(
      'CREATE POLICY owner_does_all ON fleetpulse.%I TO %I USING (true) WITH CHECK (true)', table_name, current_user);
  END LOOP;
END
$$;
