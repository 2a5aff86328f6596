"""What the tests of a draft have seen: measured once for what is saved, drawn on maps, told in tables."""
