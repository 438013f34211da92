"""What the commands of script/ do. Standard library only, except where a module says that it runs in .venv."""
