"""The only place for argv, printing and exit codes."""
