"""The command line `qbank`."""
