"""The register: the pure fold of what an audience may see into cases, endorsements, statements and sources."""
