"""The real parts that tests run against: databases, servers, a browser."""
