"""Processes of ours that do what others ask of them: how they are started, what is said over their pipes, their end."""
