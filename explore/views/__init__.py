"""The pages: each view reads its parameters, asks for a context and prints it."""
