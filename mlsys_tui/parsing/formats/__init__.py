"""Each document format to blocks, with the well-kept parser of its field where there is one."""
