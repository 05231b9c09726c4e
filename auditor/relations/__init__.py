"""Relations: the arithmetic that prose and tables assert over figures."""
