"""What every test shares: the cast. Servers come from the plugin tests.servers."""

pytest_plugins = ["tests.cast", "tests.static_files"]
