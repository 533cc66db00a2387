"""The population engine, on made-up towns and on published tables."""
