"""What the pages share: theme, table, form, chart, runner and the smaller parts."""
