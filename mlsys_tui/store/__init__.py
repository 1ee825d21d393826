"""What is kept on disk. TinyDB lives here and nowhere else."""
