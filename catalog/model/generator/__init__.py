"""Reads the model files and writes SQL, TAP_SCHEMA rows and documentation from them."""
