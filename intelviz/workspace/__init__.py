"""The open case in memory: columns, filter, selection, commands, jobs. No widget."""
