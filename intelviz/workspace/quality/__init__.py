"""How good the data are: what is missing, impossible, doubled, far off, or looks made up."""
