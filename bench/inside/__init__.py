"""What a benchmark's process does on its own database, as the service's role and through the service's own stack."""
