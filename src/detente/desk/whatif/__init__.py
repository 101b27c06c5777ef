"""What-if: changes to the table, their result beside the one before, and scenarios kept by name."""
