-- Makes each reader's view once more over the rows of one tenant alone, and grants it: to the API, and to the dashboards
-- of a tenant what the operators' dashboards may read. Runs after every migration, after the grants; what is already as
-- it is to be is left alone, so that no reader has to wait.
DO $$
DECLARE
  view record;
  narrowed text;
  columns text;
BEGIN
  FOR view IN
    SELECT relation.relname AS name, rtrim(pg_get_viewdef(relation.oid), E'; \n') AS definition,
      EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND attname = 'tenant') AS has_tenant
    FROM pg_class AS relation
    WHERE relation.relnamespace = 'fleetpulse_read'::regnamespace AND relation.relkind = 'v'
    ORDER BY 1
  LOOP
    -- The condition is put behind the definition, so that it is as near to the rows as it can be.
    IF view.definition ~* '\m(WHERE|GROUP|ORDER|LIMIT|UNION|WITH|JOIN)\M' THEN
      RAISE EXCEPTION 'The view % is more than columns of one table: nobody can narrow it here', view.name;
    END IF;
    narrowed := view.definition
      || CASE WHEN view.has_tenant THEN ' WHERE tenant = (SELECT fleetpulse_tenant.tenant())' ELSE '' END;
    IF to_regclass(format('fleetpulse_tenant.%I', view.name)) IS NULL
      OR obj_description(to_regclass(format('fleetpulse_tenant.%I', view.name)), 'pg_class') IS DISTINCT FROM md5(narrowed)
    THEN
      EXECUTE format('CREATE OR REPLACE VIEW fleetpulse_tenant.%I WITH (security_barrier) AS %s', view.name, narrowed);
      EXECUTE format('COMMENT ON VIEW fleetpulse_tenant.%I IS %L', view.name, md5(narrowed));
    END IF;

    EXECUTE format('GRANT SELECT ON fleetpulse_tenant.%I TO fleetpulse_api', view.name);
    SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute
    WHERE attrelid = format('fleetpulse_read.%I', view.name)::regclass AND attnum > 0
      AND has_column_privilege('fleetpulse_grafana', attrelid, attnum, 'SELECT');
    IF columns IS NOT NULL THEN
      EXECUTE format('GRANT SELECT (%s) ON fleetpulse_tenant.%I TO fleetpulse_tenant', columns, view.name);
    END IF;
  END LOOP;
END
$$;
