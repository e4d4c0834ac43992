"""Operations: health, readiness, the documentation page, and how the service is run."""
