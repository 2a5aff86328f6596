"""One conversation of six words, on Flowbook's runtime and on other frameworks, every reply checked."""
