"""What the runtime is held to, one file for each thing that is measured."""
