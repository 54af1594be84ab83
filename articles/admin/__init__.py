"""The newsroom. articles/apps.py imports the modules that register models."""
