-- Roles belong to the whole cluster, and another database's migrator may be making the same ones right now.
-- They have no password yet, so nobody can log in; the migrator sets it, because it must not stand in any file.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['fleetpulse_sink', 'fleetpulse_api', 'fleetpulse_grafana'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      RAISE NOTICE 'Role % was made by another migrator meanwhile', role_name;
    END;
  END LOOP;

  -- What the dashboards of every tenant may read. Nobody logs in with it; each tenant's role is a member.
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fleetpulse_tenant') THEN
      CREATE ROLE fleetpulse_tenant NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    RAISE NOTICE 'Role fleetpulse_tenant was made by another migrator meanwhile';
  END;
END
$$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    -- Its schema is named, because the first one of the search path would be taken otherwise, and that is ours.
    CREATE EXTENSION timescaledb SCHEMA public;
  END IF;
END
$$;
