"""What run.py does, standard library only: packages, data folder, and the two processes it looks after."""
