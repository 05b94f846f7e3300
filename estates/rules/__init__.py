"""The register's rules as plain code: no database, no request."""
