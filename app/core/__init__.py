"""What every part of the service stands on: settings, the database, errors, text and HTTP habits."""
