"""What `doctor` says: small checks over what was read of files and environment; they change nothing."""
