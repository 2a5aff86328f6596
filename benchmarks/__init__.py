"""What is fast enough, measured: a season simulated, and the runtime beside other frameworks."""
