"""Set-up and tools of this repository; nothing of it is imported by the application."""
